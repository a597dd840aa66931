"""What can go wrong with models, by name; torch's own errors never leave the child."""

from mutoscope.errors import EngineBusy, EngineFailed, MutoscopeError


class OutOfVram(EngineFailed):
    """The model {engine} does not fit into the card's memory, after {tried}: {reason}."""

    code = "gpu_out_of_memory"
    hint = "Ask for a smaller picture, fewer frames, or another model; docs/models.md says how to size a card."


class ModelProcessDied(EngineBusy):
    """The process with the models ended while it worked for {engine}: {reason}."""

    code = "model_process_died"
    hint = "The studio tries again by itself; the kernel's log tells whether the machine ran out of memory."


class WeightsMissing(EngineFailed):
    """The weights of the model {engine} are not here: {reason}."""

    code = "weights_missing"
    hint = "Run `mutoscope models pull {engine}` on the worker's machine."


class WeightsAltered(EngineFailed):
    """The file {reason} of the model {engine} is not the one that was pinned."""

    code = "weights_altered"
    hint = "Delete the model's folder and pull it again; if it stays so, the source has changed under a pinned name."


class Refused(EngineFailed):
    """The model {engine} made something that the studio does not deliver: {reason}."""

    code = "unsafe_result"
    hint = "Change the prompt or the seed; nothing is charged."


class NoClothes(EngineFailed):
    """The model {engine} sees no clothes to change in the picture: {reason}."""

    code = "no_clothes_found"
    hint = "Give a picture of one person who is seen well, choose another region, or send a mask; nothing is charged."


class NotFinite(EngineFailed):
    """The model {engine} gave numbers that are none: {reason}."""

    code = "not_finite"
    hint = "Try another seed or fewer steps; float16 overflows in some models, bfloat16 does not."


class Stopped(MutoscopeError):
    """The work was stopped at a step because nobody wants it any more."""

    code = "stopped"
