using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Size of a terminal (<c>asm-generic/termios.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct winsize
{
    /// <summary>Rows and columns, in characters; 0 if unknown.</summary>
    public ushort ws_row, ws_col;

    /// <summary>Width and height in pixels; mostly 0.</summary>
    public ushort ws_xpixel, ws_ypixel;
}
