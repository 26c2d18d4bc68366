namespace LlmObs.Hardware;

/// <summary>How full a disk is.</summary>
/// <param name="FreeBytes">What a user without special rights may still write.</param>
/// <param name="TotalBytes">Its size.</param>
public sealed record StorageSpace(long FreeBytes, long TotalBytes);
