namespace LlmObs.Telemetry;

/// <summary>Every attribute name on spans and metrics. The GenAI conventions are in development and get renamed: only this file follows.</summary>
public static class Attributes
{
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestTopK = "gen_ai.request.top_k";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string RequestStream = "gen_ai.request.stream";
    public const string ResponseId = "gen_ai.response.id";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseFinishReasons = "gen_ai.response.finish_reasons";
    public const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CachedTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string InputMessages = "gen_ai.input.messages";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string TokenType = "gen_ai.token.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string StatusCode = "http.response.status_code";

    public const string Session = "llmobs.session";
    public const string Run = "llmobs.run";
    public const string RequestId = "llmobs.request";
    public const string LoadId = "llmobs.load";
    public const string Variant = "llmobs.variant";
    public const string Quantization = "llmobs.quantization";
    public const string Format = "llmobs.format";
    public const string Backend = "llmobs.backend";
    public const string Bits = "llmobs.bits";
    public const string Case = "llmobs.case";
    public const string Phase = "llmobs.phase";
    public const string Concurrency = "llmobs.concurrency";
    public const string ArrivalRate = "llmobs.arrival_rate";
    public const string IntendedSendTime = "llmobs.intended_send_time";
    public const string SendLateness = "llmobs.send_lateness";
    public const string TimeToFirstTokenFromIntended = "llmobs.time_to_first_token_from_intended";
    public const string Simulated = "llmobs.simulated";
    public const string Outcome = "llmobs.outcome";
    public const string FailureReason = "llmobs.failure";
    public const string TimeToFirstToken = "llmobs.time_to_first_token";
    public const string DecodeSpeed = "llmobs.decode_speed";
    public const string ReportedSpeed = "llmobs.reported_speed";
    public const string ContextTokens = "llmobs.context_tokens";

    public const string MemoryState = "system.memory.state";
    public const string PagingState = "system.paging.state";
    public const string PagingDirection = "system.paging.direction";
    public const string PagingFaultType = "system.paging.fault.type";
    public const string DiskDirection = "disk.io.direction";
    public const string FilesystemMountpoint = "system.filesystem.mountpoint";
    public const string FilesystemState = "system.filesystem.state";
    public const string HardwareId = "hw.id";
    public const string HardwareName = "hw.name";
    public const string HardwareType = "hw.type";
    public const string MemoryType = "llmobs.memory.type";
}
