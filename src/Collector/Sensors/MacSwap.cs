using LlmObs.Collector.Native;
using LlmObs.Hardware;

namespace LlmObs.Collector.Sensors;

/// <summary>A Mac's swap. macOS makes swap files when it needs them, so total grows, and is 0 before the first.</summary>
internal sealed class MacSwap(IMacKernel mac) : ISensor
{
    private const string Usage = "vm.swapusage";

    public string Name => "swap";

    public string Source => $"sysctl {Usage}";

    public static SensorSearch Look(IMacKernel mac) => MacSearch.Of(() => new MacSwap(mac));

    public HostSample Read(HostSample sample)
    {
        var swap = mac.Struct<XswUsage>(Usage);
        return sample with { SwapTotalBytes = (long)swap.Total, SwapUsedBytes = (long)swap.Used };
    }
}
