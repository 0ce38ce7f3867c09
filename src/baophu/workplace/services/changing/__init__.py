"""Changes somebody wants to record: what each says, what it would come to, and how it is recorded."""
