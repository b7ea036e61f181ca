namespace KvmSdk.Analyzers.Tests.Support;

/// <summary>Sources around the hot members that a test is about.</summary>
internal static class HotCode
{
    /// <summary>A device with these members besides a few that they may use.</summary>
    public static string WithMembers(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Diagnostics.CodeAnalysis;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        internal enum Kind { A, B }

        internal partial class Device
        {
            private readonly object _gate = new();
            private readonly byte[] _bytes = new byte[16];
            private readonly int[] _numbers = new int[4];
            private readonly List<int> _list = [];
            private int _count;

        {{string.Join('\n', members.Split('\n').Select(line => "    " + line))}}
        }
        """;
}
