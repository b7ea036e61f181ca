// kvmsdk-fuzz list                    the targets' names, one a line
// kvmsdk-fuzz run TARGET              under AFL: reads inputs from standard input, as afl-fuzz hands them over
// kvmsdk-fuzz replay TARGET FILE...   runs files through a target, to see what one does
// kvmsdk-fuzz seeds DIRECTORY         writes each target's seeds, by which the corpora in tests/fuzz/corpora were begun

using System.Runtime.InteropServices;
using KvmSdk.Fuzz;
using SharpFuzz;

// Instrumented code counts from its first instruction on, and that is before the fuzzer has given it a place to count.
unsafe
{
    SharpFuzz.Common.Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(64 * 1024);
}

switch (args)
{
    case ["list"]:
        foreach (FuzzTarget target in FuzzTarget.All) Console.WriteLine(target.Name);
        return 0;

    case ["run", var name]:
        FuzzTarget chosen = FuzzTarget.Find(name);

        // In a process of its own, which may die: so a stack overflow is a crash that is kept, and not the end of the fuzzer.
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            chosen.Run(input.GetBuffer().AsSpan(0, (int)input.Length));
        });
        return 0;

    case ["replay", var name, .. var files]:
        foreach (string file in files)
        {
            Console.WriteLine(file);
            FuzzTarget.Find(name).Run(File.ReadAllBytes(file));
        }

        return 0;

    case ["seeds", var directory]:
        foreach (FuzzTarget target in FuzzTarget.All)
        {
            string folder = Path.Combine(directory, target.Name);
            Directory.CreateDirectory(folder);
            int number = 0;
            foreach (byte[] seed in target.Seeds) File.WriteAllBytes(Path.Combine(folder, $"seed-{number++}"), seed);
        }

        return 0;

    default:
        Console.Error.WriteLine("usage: kvmsdk-fuzz list | run TARGET | replay TARGET FILE... | seeds DIRECTORY");
        return 2;
}
