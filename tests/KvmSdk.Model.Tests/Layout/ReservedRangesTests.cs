using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Layout;

public sealed class ReservedRangesTests
{
    [Fact]
    public void No_two_reserved_ranges_overlap()
    {
        var windows = ReservedRanges.Windows;
        var ports = ReservedRanges.Ports;

        Assert.All(windows, (window, i) => Assert.All(windows.Skip(i + 1), other => Assert.False(window.Range.Overlaps(other.Range))));
        Assert.All(ports, (port, i) => Assert.All(ports.Skip(i + 1), other => Assert.False(port.Range.Overlaps(other.Range))));
    }

    [Fact]
    public void Reserved_windows_lie_in_the_hole_and_outside_the_room_for_assigned_ones()
    {
        var room = new AddressRange(X86Layout.DeviceWindowBase, X86Layout.DeviceWindowEnd - X86Layout.DeviceWindowBase);

        Assert.All(ReservedRanges.Windows, window =>
        {
            Assert.InRange(window.Range.Base, X86Layout.HoleBase, X86Layout.HighMemoryBase - 1);
            Assert.InRange(window.Range.Last, X86Layout.HoleBase, X86Layout.HighMemoryBase - 1);
            Assert.False(window.Range.Overlaps(room));
        });
    }

    [Fact]
    public void The_pages_that_kvm_needs_for_itself_are_reserved()
    {
        // KVM_SET_IDENTITY_MAP_ADDR takes one page, KVM_SET_TSS_ADDR three.
        Assert.Contains(ReservedRanges.Windows, window =>
            window.Range.Base <= X86Layout.IdentityMapAddress && window.Range.Last >= X86Layout.TssAddress + (3 * X86Layout.PageSize) - 1);
    }
}
