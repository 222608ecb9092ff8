"""A chat model, held to the notes; nothing of this is loaded unless ASSISTANT_MODEL names one."""
