namespace KvmSdk.CommandLine;

/// <summary>The command line or the configuration file is wrong. The message is one sentence for people: where, what, and the remedy.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
