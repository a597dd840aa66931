"""The studio's voices and models in the shapes of ElevenLabs' client."""

from pydantic import BaseModel

from mutoscope.adapters.http.caller import CurrentStudio, needs
from mutoscope.adapters.http.routes import Router
from mutoscope.engines import registry
from mutoscope.engines.tasks import Voice
from mutoscope.errors import NotFound
from mutoscope.settings import Settings

router = Router(prefix="/elevenlabs", tags=["elevenlabs"])

MODELS = ("eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5", "eleven_v3")
"""Names that ElevenLabs' clients send; the one speaker of the studio stands behind each of them."""


class VoiceResource(BaseModel):
    voice_id: str
    name: str
    category: str = "premade"
    description: str
    labels: dict[str, str]
    preview_url: None = None
    available_for_tiers: list[str] = []
    settings: None = None
    samples: None = None
    high_quality_base_model_ids: list[str] = list(MODELS)
    is_owner: bool = False


class VoicesResource(BaseModel):
    voices: list[VoiceResource]


class VoiceSearch(VoicesResource):
    has_more: bool = False
    total_count: int
    next_page_token: None = None


class LanguageResource(BaseModel):
    language_id: str
    name: str


class ModelResource(BaseModel):
    model_id: str
    name: str
    can_be_finetuned: bool = False
    can_do_text_to_speech: bool = True
    can_do_voice_conversion: bool = False
    can_use_style: bool = False
    can_use_speaker_boost: bool = False
    serves_pro_voices: bool = False
    description: str
    maximum_text_length_per_request: int = 4_096
    languages: list[LanguageResource]


@router.get("/v1/voices", dependencies=[needs("kinds:read")])
async def list_voices(studio: CurrentStudio) -> VoicesResource:
    return VoicesResource(voices=_shown(studio.settings))


@router.get("/v2/voices", dependencies=[needs("kinds:read")])
async def search_voices(studio: CurrentStudio) -> VoiceSearch:
    """All of them on one page."""
    voices = _shown(studio.settings)
    return VoiceSearch(voices=voices, total_count=len(voices))


@router.get("/v1/voices/{voice_id}", dependencies=[needs("kinds:read")])
async def get_voice(voice_id: str, studio: CurrentStudio) -> VoiceResource:
    return _show(require_voice(studio.settings, voice_id))


@router.get("/v1/models", dependencies=[needs("kinds:read")])
async def list_models(studio: CurrentStudio) -> list[ModelResource]:
    speaker = registry.speaker(studio.settings)
    languages = sorted({voice.language for voice in speaker.voices()})
    return [
        ModelResource(
            model_id=name,
            name=name,
            description=f"Spoken by {speaker.name}.",
            languages=[LanguageResource(language_id=each, name=each) for each in languages],
        )
        for name in MODELS
    ]


def require_voice(settings: Settings, voice_id: str) -> Voice:
    voices = registry.speaker(settings).voices()
    found = next((voice for voice in voices if voice.name == voice_id.lower()), None)
    if found is None:
        raise NotFound(what="voice", id=voice_id[:64])
    return found


def _shown(settings: Settings) -> list[VoiceResource]:
    return [_show(voice) for voice in registry.speaker(settings).voices()]


def _show(voice: Voice) -> VoiceResource:
    labels = {"language": voice.language, "gender": voice.gender, "age": voice.age}
    return VoiceResource(voice_id=voice.name, name=voice.name, description=voice.description, labels=labels)
