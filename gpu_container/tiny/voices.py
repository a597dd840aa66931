"""Tiny checkpoints of models that sound: MusicGen, VITS, SpeechT5 with its vocoder; and Wav2Lip."""

import json
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file
from transformers import (
    EncodecConfig,
    MusicgenConfig,
    MusicgenDecoderConfig,
    MusicgenForConditionalGeneration,
    SpeechT5Config,
    SpeechT5ForTextToSpeech,
    SpeechT5HifiGan,
    SpeechT5HifiGanConfig,
    T5Config,
    VitsConfig,
    VitsModel,
    VitsTokenizer,
)

from gpu_container.engines.wav2lip import Wav2Lip
from gpu_container.tiny.encoders import WIDTH
from gpu_container.tiny.readers import Saved
from gpu_container.tiny.tokenizers import LETTERS, letters_in_sentencepiece, t5_tokenizer

_RATE = 16_000


def musicgen() -> Any:
    tokenizer = t5_tokenizer()
    codes = 64
    coder = EncodecConfig(
        sampling_rate=_RATE, audio_channels=1, num_filters=4, hidden_size=16, codebook_size=codes, codebook_dim=16,
        num_lstm_layers=1, num_residual_layers=1, upsampling_ratios=[8, 5, 4, 2], target_bandwidths=[1.2],
        use_causal_conv=False, normalize=False,
    )  # fmt: skip
    encoder = T5Config(vocab_size=len(tokenizer), d_model=WIDTH, d_kv=8, d_ff=37, num_layers=2, num_heads=4)
    books = int(1000 * 1.2 // (coder.frame_rate * 6))
    decoder = MusicgenDecoderConfig(
        vocab_size=codes, num_hidden_layers=2, ffn_dim=37, num_attention_heads=4, hidden_size=WIDTH,
        num_codebooks=books, pad_token_id=codes, bos_token_id=codes,
    )  # fmt: skip
    torch.manual_seed(0)
    model = MusicgenForConditionalGeneration(
        MusicgenConfig(text_encoder=encoder.to_dict(), audio_encoder=coder.to_dict(), decoder=decoder.to_dict())
    )
    model.generation_config.decoder_start_token_id = codes
    model.generation_config.pad_token_id = codes
    hearing = transformers.EncodecFeatureExtractor(sampling_rate=_RATE)
    return Saved(model, transformers.MusicgenProcessor(hearing, tokenizer))


def vits() -> Any:
    torch.manual_seed(0)
    model = VitsModel(
        VitsConfig(
            vocab_size=len(LETTERS) + 2, hidden_size=16, num_hidden_layers=1, ffn_dim=16, flow_size=16,
            spectrogram_bins=9, upsample_initial_channel=16, upsample_rates=[8, 8], upsample_kernel_sizes=[16, 16],
            resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1, 3]], prior_encoder_num_flows=2,
            prior_encoder_num_wavenet_layers=1, posterior_encoder_num_wavenet_layers=1,
            duration_predictor_num_flows=1, duration_predictor_filter_channels=16, depth_separable_num_layers=1,
        )
    )  # fmt: skip
    return VitsSaved(model)


class VitsSaved:
    """Its tokenizer reads its letters from a file."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def save_pretrained(self, folder: Path) -> None:
        self._model.save_pretrained(folder)
        letters = [*LETTERS, " ", "<unk>"]
        (folder / "letters.json").write_text(json.dumps({letter: number for number, letter in enumerate(letters)}))
        tokenizer = VitsTokenizer(
            vocab_file=str(folder / "letters.json"), pad_token=letters[-2], phonemize=False, is_uroman=False
        )
        tokenizer.save_pretrained(folder)
        (folder / "letters.json").unlink()


def speecht5() -> Any:
    tokenizer = letters_in_sentencepiece()
    torch.manual_seed(0)
    model = SpeechT5ForTextToSpeech(
        SpeechT5Config(
            vocab_size=len(tokenizer), hidden_size=WIDTH, encoder_layers=1, encoder_attention_heads=4,
            encoder_ffn_dim=37, decoder_layers=1, decoder_attention_heads=4, decoder_ffn_dim=37,
            speech_decoder_prenet_units=16, speech_decoder_postnet_units=16, speech_decoder_postnet_layers=1,
            max_text_positions=600, encoder_max_relative_position=20,
        )
    )  # fmt: skip
    hearing = transformers.SpeechT5FeatureExtractor()
    return Saved(model, transformers.SpeechT5Processor(hearing, tokenizer))


def hifigan() -> Any:
    torch.manual_seed(0)
    return SpeechT5HifiGan(
        SpeechT5HifiGanConfig(
            upsample_initial_channel=16, upsample_rates=[8, 8, 4], upsample_kernel_sizes=[16, 16, 8],
            resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1, 3]],
        )
    )  # fmt: skip


class TinyWav2Lip:
    def save_pretrained(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        save_file(Wav2Lip(narrowing=8).state_dict(), folder / "wav2lip.safetensors")
        (folder / "module.json").write_text(json.dumps({"narrowing": 8}))
