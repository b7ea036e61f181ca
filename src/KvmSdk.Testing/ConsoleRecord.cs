using System.Text;

namespace KvmSdk.Testing;

/// <summary>What a console has said: text with a limit, of which the oldest part goes first. Not safe for several threads.</summary>
internal sealed class ConsoleRecord
{
    /// <summary>Characters that are held at most: as much as a guest may say while nobody looks.</summary>
    public const int Limit = 8 << 20;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _characters = new char[4096];
    private int _count;

    /// <summary>Characters that were there once and are not any more.</summary>
    public long Dropped { get; private set; }

    /// <summary>Characters that ever came.</summary>
    public long Length => Dropped + _count;

    /// <summary>Adds what came, as UTF-8; a character that is not complete waits for its rest.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        int most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_count + most > Limit)
        {
            Drop(Math.Min(_count, Math.Max(Limit / 2, most)));
        }

        if (_count + most > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(_count + most, _characters.Length * 2));
        }

        _count += _decoder.GetChars(bytes, _characters.AsSpan(_count), flush: false);
    }

    /// <summary>What came from a position on, or what is left of it.</summary>
    /// <param name="position">A number of characters from the very beginning.</param>
    public ReadOnlySpan<char> From(long position) => _characters.AsSpan(0, _count)[(int)Math.Clamp(position - Dropped, 0, _count)..];

    /// <summary>The last lines, fit for a message: without control characters, which a guest may have sent to mislead.</summary>
    /// <param name="lines">How many.</param>
    public string[] Tail(int lines)
    {
        string text = new(_characters, 0, _count);
        string[] all = text.TrimEnd().Split('\n');
        return [.. all[^Math.Min(lines, all.Length)..].Select(static line => Clean(line.TrimEnd('\r')))];
    }

    /// <summary>All that is held, with a first line that says if that is not everything.</summary>
    public override string ToString() => (Dropped > 0 ? $"[the first {Dropped} characters are not kept]\n" : "") + new string(_characters, 0, _count);

    private static string Clean(string line) => string.Create(line.Length, line, static (clean, line) =>
    {
        for (int i = 0; i < clean.Length; i++)
        {
            clean[i] = char.IsControl(line[i]) && line[i] != '\t' ? '.' : line[i];
        }
    });

    private void Drop(int characters)
    {
        _characters.AsSpan(characters, _count - characters).CopyTo(_characters);
        _count -= characters;
        Dropped += characters;
    }
}
