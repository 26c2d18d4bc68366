using LlmObs.Collector.Samples;
using LlmObs.Collector.Sensors;
using LlmObs.Collector.Tests.Sensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LlmObs.Collector.Tests.Samples;

public sealed class SensorReaderTests
{
    private readonly Warnings _warnings = new();

    [Fact]
    public void A_broken_sensor_costs_only_its_own_readings()
    {
        var reader = Reader(Fan("before", 1000), FedSensor.Broken("broken", "The disk sleeps."), new FedSensor("defect", _ => throw new InvalidOperationException("A bug.")), Fan("after", 2000));

        var sample = reader.Read();

        Assert.Equal([("before", 1000.0), ("after", 2000.0)], sample.Fans.Select(fan => (fan.Key, fan.Value)));
    }

    [Fact]
    public void It_costs_one_warning_with_the_reason_however_long_it_lasts()
    {
        var reader = Reader(FedSensor.Broken("nvme Composite", "The disk sleeps."));

        for (var second = 0; second < 5; second++)
            reader.Read();

        var warning = Assert.Single(_warnings.Told);
        Assert.Contains("nvme Composite", warning, StringComparison.Ordinal);
        Assert.Contains("The disk sleeps.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_disappears_while_watching_comes_back_when_it_returns()
    {
        using var machine = new TemporaryMachine().Write("sys/class/hwmon/hwmon0/temp1_input", "40000").Write("sys/class/hwmon/hwmon0/temp2_input", "50000");
        var reader = Reader([.. machine.Look().Sensors]);

        var whole = reader.Read();
        machine.Remove("sys/class/hwmon/hwmon0/temp2_input");
        var partly = reader.Read();
        machine.Write("sys/class/hwmon/hwmon0/temp2_input", "60000");
        var again = reader.Read();

        Assert.Equal([40.0, 50.0], whole.Temperatures.Values);
        Assert.Equal([40.0], partly.Temperatures.Values);
        Assert.Equal([40.0, 60.0], again.Temperatures.Values);
        Assert.Single(_warnings.Told);
    }

    [Fact]
    public async Task A_sensor_that_does_not_return_costs_only_its_own_readings_and_is_asked_again_when_it_has()
    {
        using var asked = new SemaphoreSlim(0);
        using var answer = new SemaphoreSlim(0);
        var stuck = new FedSensor("stuck", sample =>
        {
            asked.Release();
            answer.Wait(TestContext.Current.CancellationToken);
            return sample.WithFan("stuck", 1);
        });
        var reader = Reader(TimeSpan.FromSeconds(5), Fan("before", 1000), stuck, Fan("after", 2000));

        var (first, second) = (reader.Read(), reader.Read());
        var (trouble, asks) = (reader.States[1].Trouble, asked.CurrentCount);
        answer.Release(1000);
        await Waiting.UntilAsync(() => reader.Read().Fans.ContainsKey("stuck"), "the stuck sensor's reading");

        Assert.Equal(["before", "after"], first.Fans.Keys);
        Assert.Equal(["before", "after"], second.Fans.Keys);
        Assert.Equal(("It does not return.", 1), (trouble, asks));
        Assert.Equal([null, null, null], reader.States.Select(state => state.Trouble));
        Assert.Contains("stuck", Assert.Single(_warnings.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sensor_that_a_machine_short_of_threads_has_not_asked_yet_is_waited_for()
    {
        var reader = new SensorReader([Fan("first", 1000), Fan("second", 2000)], new FakeTimeProvider(RunningCollector.Start), _warnings) { Patience = TimeSpan.FromSeconds(1), Threads = new LateThreads() };

        var sample = reader.Read();

        Assert.Equal(["first", "second"], sample.Fans.Keys);
        Assert.Empty(_warnings.Told);
    }

    private static FedSensor Fan(string name, double speed) => new(name, sample => sample.WithFan(name, speed));

    private SensorReader Reader(params IReadOnlyList<ISensor> sensors) => Reader(RunningCollector.Patience, sensors);

    private SensorReader Reader(TimeSpan patience, params IReadOnlyList<ISensor> sensors) =>
        new(sensors, new FakeTimeProvider(RunningCollector.Start), _warnings) { Patience = patience };

    /// <summary>Gives a task its turn when a patience of one second has run out.</summary>
    private sealed class LateThreads : TaskScheduler
    {
        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task) =>
            _ = Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System).ContinueWith(_ => TryExecuteTask(task), CancellationToken.None, TaskContinuationOptions.None, Default);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }

    private sealed class Warnings : ILogger<SensorReader>
    {
        public List<string> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Told.Add(formatter(state, exception));
    }
}
