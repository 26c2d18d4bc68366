using LlmObs.Results;

namespace LlmObs.Tests.Results;

/// <summary>Words that servers were seen to say in public reports of failed loads.</summary>
public sealed class LoadFailureEvidenceTests
{
    [Theory]
    [InlineData("Model loading was stopped due to insufficient system resources. Under the current settings, this model requires approximately 22.92 GB of memory", LoadFailureCause.RefusedByEstimate)]
    [InlineData("Not enough resources to load the model with the current settings", LoadFailureCause.RefusedByEstimate)]
    [InlineData("model requires more system memory (48.2 GiB) than is available (31.1 GiB)", LoadFailureCause.RefusedByEstimate)]
    [InlineData("ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory", LoadFailureCause.OutOfMemory)]
    [InlineData("error loading model: unable to allocate CUDA0 buffer", LoadFailureCause.OutOfMemory)]
    [InlineData("vk::Device::allocateMemory: ErrorOutOfDeviceMemory", LoadFailureCause.OutOfMemory)]
    [InlineData("Command buffer failed: kIOGPUCommandBufferCallbackErrorOutOfMemory", LoadFailureCause.OutOfMemory)]
    [InlineData("[metal::malloc] Unable to allocate 137438953472 bytes", LoadFailureCause.OutOfMemory)]
    [InlineData("std::bad_alloc", LoadFailureCause.OutOfMemory)]
    [InlineData("error loading model architecture: unknown model architecture: 'minimax-m2'", LoadFailureCause.UnsupportedModel)]
    [InlineData("ValueError: Model type qwen3_next not supported.", LoadFailureCause.UnsupportedModel)]
    [InlineData("failed to open GGUF file '/models/x.gguf' (No such file or directory)", LoadFailureCause.MissingFile)]
    [InlineData("Error loading model. (Exit code: 18446744072635810000). Unknown error. Try a different model and/or config.", LoadFailureCause.ProcessDied)]
    [InlineData("Engine process crashed with SIGABRT", LoadFailureCause.ProcessDied)]
    [InlineData("Failed to load model", LoadFailureCause.Unknown)]
    [InlineData("", LoadFailureCause.Unknown)]
    [InlineData("Attempt to pull a snapshot of system resources failed.", LoadFailureCause.Unknown)]
    public void The_cause_is_what_the_words_bear_and_no_more(string words, LoadFailureCause expected) => Assert.Equal(expected, LoadFailureEvidence.CauseOf(words));
}
