using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>Looks for a sensor of a Mac by reading it once: what can be called and answers is there.</summary>
internal static class MacSearch
{
    public static SensorSearch Of(Func<ISensor> sensor)
    {
        try
        {
            var found = sensor();
            found.Read(new HostSample { At = default });
            return new SensorSearch.Found([found]);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // the loader's own message is a page long
            return new SensorSearch.Absent($"this system lacks the call ({missing.GetType().Name})");
        }
        catch (Exception refused) when (refused is MacCallException or InvalidDataException)
        {
            return new SensorSearch.Absent(refused.Message);
        }
    }
}
