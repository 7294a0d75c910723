namespace Deployability.Analyzers.Recognisers.Containers;

/// <summary>Knows commands that build an app where it stands and run that.</summary>
internal static class DebugServers
{
    /// <summary><c>dotnet run</c> or <c>dotnet watch</c> among the words of a command; null when neither is. <c>dotnet run.dll</c> is a program of that name.</summary>
    public static string? In(IReadOnlyList<string> words)
    {
        for (var index = 0; index + 1 < words.Count; index++)
        {
            if (words[index] is "dotnet" or "/usr/bin/dotnet" or "/usr/share/dotnet/dotnet" && words[index + 1] is "run" or "watch")
            {
                return "dotnet " + words[index + 1];
            }
        }

        return null;
    }
}
