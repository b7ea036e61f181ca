using System.IO.Pipes;
using System.Text;
using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>What a program says arrives whole, behind what others wrote to the same file, and nobody need read it.</summary>
public sealed class StandardStreamTests
{
    [Fact]
    public async Task More_than_a_pipe_holds_arrives_in_order()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        byte[] said = new byte[300_000];
        new Random(5).NextBytes(said);
        Task writing = Task.Run(() =>
        {
            using StandardStream stream = new((int)reader.ClientSafePipeHandle.DangerousGetHandle());
            stream.Write(said);
            reader.DisposeLocalCopyOfClientHandle();
        });

        using MemoryStream heard = new();
        await reader.CopyToAsync(heard).WaitAsync(TimeSpan.FromSeconds(60));
        await writing;
        Assert.Equal(said, heard.ToArray());
    }

    [Fact]
    public void What_nobody_reads_is_dropped()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        using AnonymousPipeClientStream writer = new(PipeDirection.Out, reader.ClientSafePipeHandle);
        reader.Dispose();
        using StandardStream stream = new((int)writer.SafePipeHandle.DangerousGetHandle());
        stream.Write("nobody"u8);
    }

    [Fact]
    public void It_goes_on_where_others_stopped_writing_to_the_same_file()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0))
            {
                using StandardStream one = new((int)file.SafeFileHandle.DangerousGetHandle());
                using StandardStream other = new((int)file.SafeFileHandle.DangerousGetHandle());
                one.Write("one "u8);
                other.Write("other "u8);
                one.Write("one"u8);
            }

            Assert.Equal("one other one", File.ReadAllText(path, Encoding.ASCII));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_descriptor_that_cannot_be_written_is_an_error()
    {
        using StandardStream stream = new(-1);
        Assert.Contains("descriptor -1", Assert.Throws<IOException>(() => stream.Write("x"u8)).Message, StringComparison.Ordinal);
    }
}
