namespace LlmObs.Collector.Tests.Servers;

/// <summary>Does what is to be done beside the samples before the sample goes on.</summary>
internal sealed class AtOnce : TaskScheduler
{
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task) => TryExecuteTask(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);
}
