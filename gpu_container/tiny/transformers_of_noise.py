"""Tiny checkpoints of diffusion transformers: FLUX, Z-Image, Qwen, LTX, Wan, CogVideoX, Stable Audio, Shap-E."""

from typing import Any

import diffusers
import torch
from diffusers.pipelines.shap_e import ShapERenderer
from transformers import CLIPImageProcessor, Qwen3Config, Qwen3Model, UMT5Config, UMT5EncoderModel

from gpu_container.tiny.encoders import WIDTH, clip_text, clip_vision, t5_text
from gpu_container.tiny.latent import vae
from gpu_container.tiny.tokenizers import clip_tokenizer, qwen_tokenizer, t5_tokenizer


def flux_schnell() -> Any:
    return _flux(diffusers.FluxPipeline, guided=False)


def flux_dev() -> Any:
    return _flux(diffusers.FluxPipeline)


def flux_kontext() -> Any:
    return _flux(diffusers.FluxKontextPipeline)


def flux_fill() -> Any:
    # Noise, the picture's latents, and the mask at each of the decoder's 4 pixels.
    return _flux(diffusers.FluxFillPipeline, channels=4 * 4 * 2 + 16)


def _flux(cls: Any, *, guided: bool = True, channels: int = 16) -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.FluxTransformer2DModel(
        in_channels=channels, out_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16,
        num_attention_heads=2, joint_attention_dim=WIDTH, pooled_projection_dim=WIDTH, axes_dims_rope=(4, 4, 8),
        guidance_embeds=guided,
    )  # fmt: skip
    return cls(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=guided),
        vae=vae(4, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.06, scaling_factor=1.5),
        text_encoder=clip_text(),
        tokenizer=clip_tokenizer(),
        text_encoder_2=t5_text(),
        tokenizer_2=t5_tokenizer(),
        transformer=denoiser,
    )


def z_image() -> Any:
    tokenizer = qwen_tokenizer()
    torch.manual_seed(0)
    encoder = Qwen3Model(
        Qwen3Config(
            vocab_size=len(tokenizer), hidden_size=WIDTH, intermediate_size=37, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=2, head_dim=16, max_position_embeddings=1024,
        )
    )  # fmt: skip
    torch.manual_seed(0)
    denoiser = diffusers.ZImageTransformer2DModel(
        in_channels=16, dim=WIDTH, n_layers=2, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=WIDTH,
        axes_dims=[8, 4, 4], axes_lens=[512, 64, 64],
    )  # fmt: skip
    with torch.no_grad():
        # They are left uninitialised by the class, and whatever lay in memory may be no number.
        denoiser.x_pad_token.fill_(0.1)
        denoiser.cap_pad_token.fill_(0.1)
    return diffusers.ZImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=vae(16, shift_factor=0.1, scaling_factor=0.4),
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=denoiser,
    )


def ltx() -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, num_attention_heads=4, attention_head_dim=8, cross_attention_dim=WIDTH,
        num_layers=2, caption_channels=WIDTH,
    )  # fmt: skip
    torch.manual_seed(0)
    decoder = diffusers.AutoencoderKLLTXVideo(
        latent_channels=8, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False), decoder_spatio_temporal_scaling=(True, True, False, False),
        patch_size=1,
    )  # fmt: skip
    return diffusers.LTXPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=decoder,
        text_encoder=t5_text(),
        tokenizer=t5_tokenizer(128),
        transformer=denoiser,
    )


def wan() -> Any:
    return diffusers.WanPipeline(
        tokenizer=t5_tokenizer(),
        text_encoder=t5_text(cls=UMT5EncoderModel, config=UMT5Config),
        vae=_wan_decoder(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        transformer=_wan_denoiser(channels=16),
    )


def wan_image() -> Any:
    return diffusers.WanImageToVideoPipeline(
        tokenizer=t5_tokenizer(),
        text_encoder=t5_text(cls=UMT5EncoderModel, config=UMT5Config),
        vae=_wan_decoder(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        image_processor=CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}),
        image_encoder=clip_vision(),
        transformer=_wan_denoiser(channels=36, image_dim=WIDTH),
    )


def _wan_decoder() -> Any:
    torch.manual_seed(0)
    return diffusers.AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )


def _wan_denoiser(*, channels: int, image_dim: int | None = None) -> Any:
    torch.manual_seed(0)
    return diffusers.WanTransformer3DModel(
        num_attention_heads=2, attention_head_dim=12, in_channels=channels, out_channels=16, text_dim=WIDTH,
        freq_dim=32, ffn_dim=32, num_layers=2, rope_max_seq_len=64, image_dim=image_dim,
    )  # fmt: skip


def cogvideox() -> Any:
    return _cogvideox(diffusers.CogVideoXPipeline, channels=4)


def cogvideox_image() -> Any:
    # Its positions are learned, so it makes the one size that it was made for.
    return _cogvideox(
        diffusers.CogVideoXImageToVideoPipeline, channels=8, use_rotary_positional_embeddings=True,
        use_learned_positional_embeddings=True,
    )  # fmt: skip


def _cogvideox(cls: Any, *, channels: int, **more: Any) -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=channels, out_channels=4, time_embed_dim=8,
        text_embed_dim=WIDTH, num_layers=1, sample_width=8, sample_height=8, sample_frames=9, **more,
    )  # fmt: skip
    torch.manual_seed(0)
    decoder = diffusers.AutoencoderKLCogVideoX(
        block_out_channels=(8, 8, 8, 8), latent_channels=4, layers_per_block=1, norm_num_groups=2
    )
    return cls(
        tokenizer=t5_tokenizer(226),
        text_encoder=t5_text(),
        vae=decoder,
        transformer=denoiser,
        scheduler=diffusers.CogVideoXDDIMScheduler(),
    )


def stable_audio() -> Any:
    torch.manual_seed(0)
    denoiser = diffusers.StableAudioDiTModel(
        sample_size=64, in_channels=3, num_layers=2, attention_head_dim=4, num_key_value_attention_heads=2,
        out_channels=3, cross_attention_dim=4, time_proj_dim=8, global_states_input_dim=8, cross_attention_input_dim=4,
    )  # fmt: skip
    torch.manual_seed(0)
    decoder = diffusers.AutoencoderOobleck(
        encoder_hidden_size=6, downsampling_ratios=[2, 4], decoder_channels=3, decoder_input_channels=3,
        audio_channels=2, channel_multiples=[2, 4], sampling_rate=400,
    )  # fmt: skip
    torch.manual_seed(0)
    projection = diffusers.StableAudioProjectionModel(
        text_encoder_dim=WIDTH, conditioning_dim=4, min_value=0, max_value=512
    )
    return diffusers.StableAudioPipeline(
        vae=decoder,
        text_encoder=t5_text(),
        projection_model=projection,
        tokenizer=t5_tokenizer(128),
        transformer=denoiser,
        scheduler=diffusers.CosineDPMSolverMultistepScheduler(sigma_schedule="exponential"),
    )


def shap_e() -> Any:
    torch.manual_seed(0)
    prior = diffusers.PriorTransformer(
        num_attention_heads=2, attention_head_dim=16, embedding_dim=WIDTH, num_embeddings=WIDTH,
        embedding_proj_dim=WIDTH, time_embed_dim=4 * WIDTH, num_layers=1, clip_embed_dim=2 * WIDTH,
        additional_embeddings=0, time_embed_act_fn="gelu", norm_in_type="layer", embedding_proj_norm_type="layer",
        encoder_hid_proj_type=None, added_emb_type=None,
    )  # fmt: skip
    torch.manual_seed(0)
    width = 8
    renderer = ShapERenderer(
        param_shapes=((width, 93), (width, width), (width, width), (width, width)),
        d_latent=WIDTH,
        d_hidden=width,
        n_output=12,
        background=(0.1, 0.1, 0.1),
    )
    return diffusers.ShapEImg2ImgPipeline(
        prior=prior,
        image_encoder=_plain_vision(),
        image_processor=CLIPImageProcessor(size={"shortest_edge": 64}, crop_size={"height": 64, "width": 64}),
        scheduler=diffusers.HeunDiscreteScheduler(
            beta_schedule="exp", num_train_timesteps=1024, prediction_type="sample", use_karras_sigmas=True,
            clip_sample=True, clip_sample_range=1.0,
        ),
        shap_e_renderer=renderer,
    )  # fmt: skip


def _plain_vision() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModel

    torch.manual_seed(0)
    # The prior wants one embedding for each of its 32 positions: 31 patches and the class make them.
    return CLIPVisionModel(
        CLIPVisionConfig(
            hidden_size=WIDTH, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4, image_size=64,
            patch_size=8,
        )
    )  # fmt: skip
