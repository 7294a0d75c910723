using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Flow;

/// <summary>Knows what it means to compare a setting with a value: that an operator chose one of several, switched something, or let everybody in.</summary>
internal static class SettingValues
{
    // Words that switch something on or off, or ask for a stand-in.
    private static readonly HashSet<string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        "true",
        "false",
        "yes",
        "no",
        "y",
        "n",
        "on",
        "off",
        "1",
        "0",
        "enabled",
        "disabled",
        "local",
        "localhost",
        "dev",
        "development",
        "debug",
        "test",
        "testing",
        "mock",
        "fake",
        "emulator",
        "azurite",
        "localstack",
        "inmemory",
    };

    /// <summary>Who decided, where a setting has this value: the name of one among several, or a word that switches something.</summary>
    public static Guard AskedBy(IOperation constant) =>
        constant.Unwrap().ConstantValue is { HasValue: true, Value: string { Length: > 0 } name } && !Switches.Contains(name)
            ? Guard.Choice
            : Guard.Configuration;

    /// <summary>Whether the operation is a star, which only an operator puts into a list of origins or hosts: <c>if (origins.Contains("*")) policy.AllowAnyOrigin()</c>.</summary>
    public static bool IsStar(IOperation operation) => operation.Unwrap().ConstantValue is { HasValue: true, Value: "*" };
}
