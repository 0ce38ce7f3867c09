"""`python -m baophu` is `baophu`."""

from baophu.cli import main

main()
