using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>
/// What a Mac read from swap and wrote to it, in whole compressed segments: on disk they hold more than their size.
/// macOS counts no major faults. Its pageins stand for them: pages of mapped files that were read from disk, without swap and without what programs read by themselves.
/// One fault reads several, so that the figure is the larger one; that it stands still while a run goes on says the same on both.
/// </summary>
internal sealed class MacPaging(IMacKernel mac) : ISensor
{
    public string Name => "paging";

    public string Source => "host_statistics64 (swapins, swapouts, pageins)";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacPaging(mac));

    public HostSample Read(HostSample sample)
    {
        var (pages, pageBytes) = (mac.VirtualMemory(), mac.PageBytes());
        return sample with { SwappedInBytes = (long)pages.Swapins * pageBytes, SwappedOutBytes = (long)pages.Swapouts * pageBytes, MajorFaults = (long)pages.Pageins };
    }
}
