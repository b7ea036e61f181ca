// Why the burst is a time: it then means the same for bytes and for operations, and stays right when a rate is changed. Why no commas in
// the text: it stands inside others that are lists.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KvmSdk.Devices.Limits;

namespace KvmSdk;

/// <summary>How much a device may do a second. What goes beyond waits in the guest's queue; no CPU of the guest is held, and nothing is lost.</summary>
public sealed record RateLimit : IParsable<RateLimit>
{
    private static readonly (string Suffix, ulong Factor)[] s_byteUnits = [("GiB/s", 1UL << 30), ("MiB/s", 1UL << 20), ("KiB/s", 1UL << 10), ("B/s", 1)];
    private static readonly TimeSpan s_longestBurst = TimeSpan.FromMinutes(1);

    private RateLimit(ulong bytesPerSecond, ulong operationsPerSecond, TimeSpan burst)
    {
        BytesPerSecond = bytesPerSecond;
        OperationsPerSecond = operationsPerSecond;
        Burst = burst;
    }

    /// <summary>The burst where none is given.</summary>
    public static TimeSpan DefaultBurst { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>No limit.</summary>
    public static RateLimit None { get; } = new(0, 0, DefaultBurst);

    /// <summary>The bytes moved a second; 0 for any number.</summary>
    public ulong BytesPerSecond { get; }

    /// <summary>The requests, or packets, a second; 0 for any number.</summary>
    public ulong OperationsPerSecond { get; }

    /// <summary>After a rest, as much as the rate allows in this time may pass at once. From 1 ms to 1 minute, in whole milliseconds.</summary>
    public TimeSpan Burst { get; }

    /// <summary>Whether there is no limit.</summary>
    public bool IsNone => BytesPerSecond == 0 && OperationsPerSecond == 0;

    /// <summary>A limit on bytes, on operations, or on both.</summary>
    /// <param name="bytesPerSecond">The bytes moved a second; 0 for any number.</param>
    /// <param name="operationsPerSecond">The requests, or packets, a second; 0 for any number.</param>
    /// <param name="burst">As much as the rate allows in this time may pass at once after a rest: 1 ms to 1 minute, in whole milliseconds; null for 100 ms.</param>
    /// <exception cref="ArgumentOutOfRangeException">The burst is none of these.</exception>
    public static RateLimit Of(ulong bytesPerSecond = 0, ulong operationsPerSecond = 0, TimeSpan? burst = null)
    {
        TimeSpan time = burst ?? DefaultBurst;
        return IsBurst(time)
            ? new(bytesPerSecond, operationsPerSecond, time)
            : throw new ArgumentOutOfRangeException(nameof(burst), burst, "A burst is from 1 millisecond to 1 minute, in whole milliseconds.");
    }

    /// <summary>Reads parts with <c>+</c> between them, each once: bytes (<c>10MiB/s</c>; B, KiB, MiB, GiB), operations (<c>500op/s</c>), a burst (<c>250ms</c>); or <c>none</c>.</summary>
    /// <exception cref="FormatException">The text has not that form.</exception>
    public static RateLimit Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out RateLimit? result)
            ? result
            : throw new FormatException($"'{s}' is not a limit of rate; use 'none', or bytes, operations or both, as in '10MiB/s', '500op/s' or '10MiB/s+500op/s+250ms'");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out RateLimit result)
    {
        result = s == "none" ? None : null;
        if (s is null || result is not null)
        {
            return result is not null;
        }

        ulong? bytes = null;
        ulong? operations = null;
        TimeSpan? burst = null;
        foreach (string part in s.Split('+'))
        {
            bool isNew = TryReadBytes(part, out ulong number) ? Set(ref bytes, number)
                : TryRead(part, "op/s", 1, out number) ? Set(ref operations, number)
                : TryRead(part, "ms", 1, out number) && number <= s_longestBurst.TotalMilliseconds && Set(ref burst, TimeSpan.FromMilliseconds(number));
            if (!isNew)
            {
                return false;
            }
        }

        result = (bytes ?? operations) is null ? null : new(bytes ?? 0, operations ?? 0, burst ?? DefaultBurst);
        return result is not null;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        if (IsNone)
        {
            return "none";
        }

        (string suffix, ulong factor) = Array.Find(s_byteUnits, unit => BytesPerSecond % unit.Factor == 0);
        return string.Join('+', new[]
        {
            BytesPerSecond == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{BytesPerSecond / factor}{suffix}"),
            OperationsPerSecond == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{OperationsPerSecond}op/s"),
            Burst == DefaultBurst ? null : string.Create(CultureInfo.InvariantCulture, $"{Burst.TotalMilliseconds}ms"),
        }.Where(static part => part is not null));
    }

    /// <summary>What keeps to the limit in a running machine.</summary>
    internal RateLimiter NewLimiter() => new(NewBucket(OperationsPerSecond), NewBucket(BytesPerSecond));

    private TokenBucket NewBucket(ulong rate)
    {
        UInt128 burst = (UInt128)rate * (uint)Burst.TotalMilliseconds / 1000;
        return new(rate, burst > ulong.MaxValue ? ulong.MaxValue : (ulong)burst);
    }

    private static bool IsBurst(TimeSpan burst) =>
        burst >= TimeSpan.FromMilliseconds(1) && burst <= s_longestBurst && burst.Ticks % TimeSpan.TicksPerMillisecond == 0;

    private static bool TryReadBytes(string part, out ulong number)
    {
        foreach ((string suffix, ulong factor) in s_byteUnits)
        {
            if (TryRead(part, suffix, factor, out number))
            {
                return true;
            }
        }

        number = 0;
        return false;
    }

    // A rate or burst of 0 is none: it would look like a limit and be none.
    private static bool TryRead(string part, string suffix, ulong factor, out ulong number)
    {
        number = 0;
        if (!part.EndsWith(suffix, StringComparison.Ordinal)
            || !ulong.TryParse(part.AsSpan(0, part.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out ulong count)
            || count == 0 || count > ulong.MaxValue / factor)
        {
            return false;
        }

        number = count * factor;
        return true;
    }

    private static bool Set<T>(ref T? place, T value)
        where T : struct
    {
        bool isNew = place is null;
        place = value;
        return isNew;
    }
}
