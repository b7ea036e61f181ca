using System.Text;

namespace HelloLinux;

/// <summary>What this program says of itself: lines on standard error, since standard output is the guest's.</summary>
internal static class Progress
{
    private static readonly string _name = typeof(Progress).Assembly.GetName().Name!;
    private static readonly Stream _error = Console.OpenStandardError();

    /// <summary>Writes one line.</summary>
    public static void Say(string sentence)
    {
        _error.Write(Encoding.UTF8.GetBytes($"{_name}: {sentence}\n"));
        _error.Flush();
    }
}
