namespace KvmSdk.CommandLine;

/// <summary>The settings that a configuration file gives, not yet checked against the machine.</summary>
/// <param name="Values">The texts by option, each with the place it was read from, as <c>file:line:column</c>.</param>
internal sealed record ConfigurationFile(IReadOnlyDictionary<CommandOption, (string Text, string Source)> Values)
{
    /// <summary>More than any machine's settings need; a path to something endless must not fill the memory.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="UsageException">It cannot be read, or is not what the machine understands.</exception>
    public static ConfigurationFile Read(string path, OptionTable table) => new(new ConfigurationReader(path, table).Read(ReadBytes(path)));

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? bytes[..length]
                : throw new UsageException($"--config: '{path}' is larger than 1 MiB; give the path of a JSON file of settings");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--config: '{path}' does not exist; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UsageException($"--config: '{path}' may not be read by this user, or is a directory; check its permissions", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--config: '{path}' cannot be read ({e.Message}); check the path", e);
        }
    }
}
