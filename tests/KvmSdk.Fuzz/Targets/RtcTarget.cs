using KvmSdk.Devices;
using KvmSdk.Devices.Rtc;

namespace KvmSdk.Fuzz.Targets;

/// <summary>The MC146818: every register, a clock that goes on and back, deadlines, and its state saved and restored in between.</summary>
internal sealed class RtcTarget : FuzzTarget
{
    private static readonly DateTime _begin = new(2026, 2, 28, 23, 59, 58, DateTimeKind.Utc);

    private DateTime _now;
    private bool _isArmed;

    public override string Name => "rtc";

    // Index, data: the time read, an alarm and the periodic interrupt set, a second gone by, the cause read.
    public override IEnumerable<byte[]> Seeds => [[0, 0, 0, 1, 1, 0, 0, 4, 1, 1], [0, 0, 11, 0, 1, 0x72, 0, 0, 10, 0, 1, 0x26, 2, 200, 0, 3, 0, 0, 12, 1, 1, 4]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        _now = _begin;
        _isArmed = false;
        Mc146818<NoInterrupt, Clock, Timer> rtc = new(default, new Clock(this), new Timer(this));
        Input operations = new(input);
        for (int i = 0; i < 500 && !operations.IsAtEnd; i++)
        {
            switch (operations.U8() % 5)
            {
                case 0: rtc.Write(operations.U8() % 2u, operations.U8()); break;
                case 1: rtc.Read(operations.U8() % 2u); break;
                case 2: _now = _begin + TimeSpan.FromMilliseconds(operations.U16() * 97L); break;
                case 3:
                    // As a host that comes late, or for nothing.
                    rtc.MeetDeadline();
                    break;
                default:
                    Mc146818State state = rtc.Save();
                    Mc146818<NoInterrupt, Clock, Timer> other = new(default, new Clock(this), new Timer(this));
                    Require(other.TryRestore(in state), "a state that was saved is none");
                    rtc = other;
                    break;
            }
        }

        rtc.Write(0, 12);
        byte causes = rtc.Read(1);
        Require((causes & 0x0F) == 0, "register C has bits that do not exist");
        Plant(_isArmed && (causes & 0xC0) == 0xC0);
    }

    internal readonly struct Clock(RtcTarget target) : IClock
    {
        public DateTime UtcNow => target._now;
    }

    internal readonly struct Timer(RtcTarget target) : IDeadlineTimer
    {
        public void Arm(DateTime deadline) => target._isArmed = true;

        public void Disarm() => target._isArmed = false;
    }
}
