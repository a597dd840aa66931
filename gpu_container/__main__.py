"""`python -m gpu_container` is the worker. Its module must not be run itself: its engine is found by the module's name,
and a module that runs as the program is there twice, with two ideas of whether it is told to stop.
"""

from gpu_container.worker import main

if __name__ == "__main__":
    main()
