"""How messages leave: one adapter a channel, named by the settings.

`OUTBOX` and `SMS` are dotted paths of a class that is made without arguments and has

    send(address: str, subject: str, text: str, number: int) -> None

`number` is the message's own and never used twice. `send` returns when the message has left. It raises `BadAddress`
(with a reason) where nothing can ever be sent to that address, and `NotNow` where the same may work later. Whatever
else it raises stops the sending, with the message neither sent nor waiting: somebody must look.
"""
