using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The modes of a terminal (<c>bits/termios-struct.h</c>, the C library's layout, not the kernel's).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct termios
{
    /// <summary>Room for control characters in <see cref="c_cc"/>.</summary>
    public const int NCCS = 32;

    /// <summary>Index into <see cref="c_cc"/>: fewest bytes a raw read waits for; tenths of a second it waits.</summary>
    public const int VMIN = 6, VTIME = 5;

    /// <summary>In <see cref="c_oflag"/>: output is processed; newline becomes carriage return and newline.</summary>
    public const uint OPOST = 0x1, ONLCR = 0x4;

    /// <summary>In <see cref="c_lflag"/>: keys raise signals; input comes in lines; input is echoed.</summary>
    public const uint ISIG = 0x1, ICANON = 0x2, ECHO = 0x8;

    /// <summary>Modes of input, output, line control, and local processing.</summary>
    public uint c_iflag, c_oflag, c_cflag, c_lflag;

    /// <summary>Line discipline.</summary>
    public byte c_line;

    /// <summary>Control characters.</summary>
    public c_cc_array c_cc;

    /// <summary>Speed of input and of output, in the C library's code.</summary>
    public uint c_ispeed, c_ospeed;

    /// <summary>The array type of <see cref="termios.c_cc"/>.</summary>
    [InlineArray(NCCS)]
    public struct c_cc_array
    {
        private byte _element0;
    }
}
