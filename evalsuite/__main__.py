"""`python -m evalsuite` is the command line."""

from evalsuite.cli import main

if __name__ == "__main__":
    main()
