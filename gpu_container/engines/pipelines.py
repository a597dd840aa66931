"""Loading a pipeline from its folder, component by component: what another row has loaded already is shared."""

import json
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from gpu_container.engines import techniques
from gpu_container.engines.engine import Bay
from gpu_container.engines.seeing import PictureChat
from gpu_container.model_cache import ComponentKey
from gpu_container.planner import Plan, Technique
from gpu_container.weights import require_weights
from mutoscope.engines.models import Model

_REBUILDS = ("MotionAdapter",)
"""Parts of which, and of the repository's unet, the pipeline builds a unet of another class."""


def load_pipeline(model: Model, bay: Bay, plan: Plan) -> tuple[Any, dict[str, ComponentKey]]:
    """The pipeline, its weights in the machine's memory, and its components' keys. Raises WeightsMissing."""
    require_weights(bay.settings, model)
    folder = bay.folder(model.repo)
    given = {**_shared(model, bay, plan, folder), **_parts(model, bay, plan)}
    pipe = getattr(diffusers, model.class_).from_pretrained(
        folder, dtype=_dtypes(model, bay), variant=model.variant or None, **given, **_quantisation(model, bay, plan)
    )
    pipe.set_progress_bar_config(disable=True)
    if model.scheduler:
        pipe.scheduler = getattr(diffusers, model.scheduler).from_config(pipe.scheduler.config)
    _attach(pipe, model, bay)
    for name, module in _modules(pipe).items():
        module.requires_grad_(False)
        if plan.uses(Technique.FP8_CASTING) and name in _cast_components(model) and name not in given:
            techniques.cast(module, bay.dtype(model))
    if techniques.is_offloaded(plan):
        techniques.offload(pipe, plan, bay.device)
        return pipe, {}
    return pipe, keep_components(pipe, model, bay, plan)


def keep_components(pipe: Any, model: Model, bay: Bay, plan: Plan | None = None) -> dict[str, ComponentKey]:
    """Gives the pipeline's modules to the cache; answers their keys."""
    keys = {name: _key(model, bay, plan, name) for name in _modules(pipe)}
    for name, key in keys.items():
        bay.cache.keep(key, _modules(pipe)[name])
    return keys


def _shared(model: Model, bay: Bay, plan: Plan, folder: Path) -> dict[str, Any]:
    """Components that the cache holds already under the same key."""
    index = json.loads((folder / "model_index.json").read_text())
    names = [name for name, value in index.items() if isinstance(value, list) and value[0] is not None]
    found = {name: bay.cache.find(_key(model, bay, plan, name)) for name in names}
    return {name: module for name, module in found.items() if module is not None}


def _parts(model: Model, bay: Bay, plan: Plan) -> dict[str, Any]:
    """Components with a repository of their own: a ControlNet, a motion adapter, an image encoder."""
    made = {}
    for name, part in model.parts.items():
        source = getattr(diffusers, part.class_, None) or getattr(transformers, part.class_)
        made[name] = bay.cache.find(_key(model, bay, plan, name)) or source.from_pretrained(
            bay.folder(part.repo), subfolder=part.subfolder, dtype=bay.dtype(model)
        )
    if model.processor == "PictureChat":
        made["processor"] = PictureChat.from_pretrained(bay.folder(model.repo))
    return made


def _attach(pipe: Any, model: Model, bay: Bay) -> None:
    for each in model.attachments:
        folder = bay.folder(each.repo)
        if each.kind == "lora":
            pipe.load_lora_weights(folder, weight_name=each.weight_name)
            pipe.fuse_lora(lora_scale=each.scale)
        else:
            pipe.load_ip_adapter(
                folder, subfolder=each.subfolder, weight_name=each.weight_name, image_encoder_folder=None
            )
            pipe.set_ip_adapter_scale(each.scale)


def _modules(pipe: Any) -> dict[str, torch.nn.Module]:
    return {name: each for name, each in pipe.components.items() if isinstance(each, torch.nn.Module)}


def _key(model: Model, bay: Bay, plan: Plan | None, name: str) -> ComponentKey:
    """Rows share a component unless one changes it: by an attachment, a part, casting, or another type."""
    part = model.parts.get(name)
    source = part or model
    own = bool(model.attachments) or any(each.class_ in _REBUILDS for each in model.parts.values())
    changed = [model.name] if own and name in ("unet", "transformer") else []
    changed += ["fp8"] if plan and plan.uses(Technique.FP8_CASTING) and name in _cast_components(model) else []
    changed += ["4bit"] if plan and plan.uses(Technique.FOUR_BIT) and name in _cast_components(model) else []
    dtype = torch.float32 if name in model.float32 else bay.dtype(model)
    where = f"{part.subfolder}/{name}" if part else name
    return ComponentKey(source.repo, source.revision, str(dtype), where, "+".join(changed))


def _cast_components(model: Model) -> set[str]:
    """What is worth casting: everything that is more than a tenth of the model."""
    return {name for name, size in model.components_mb.items() if size * 10 > model.weights_mb and name != "vae"}


def _dtypes(model: Model, bay: Bay) -> Any:
    if not model.float32:
        return bay.dtype(model)
    return {"default": bay.dtype(model), **dict.fromkeys(model.float32, torch.float32)}


def _quantisation(model: Model, bay: Bay, plan: Plan) -> dict[str, Any]:
    if not plan.uses(Technique.FOUR_BIT):
        return {}
    from diffusers import PipelineQuantizationConfig

    mapping = {name: techniques.quantised(bay.dtype(model)) for name in _cast_components(model)}
    return {"quantization_config": PipelineQuantizationConfig(quant_mapping=mapping)}
