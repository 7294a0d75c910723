using System.Collections.Concurrent;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Contract;

/// <summary>A configuration key or environment variable that the app reads.</summary>
/// <param name="Key">With <c>:</c> between sections; a variable as written.</param>
/// <param name="IsVariable">Whether it is an environment variable, whose name is read with regard to case.</param>
/// <param name="IsOpen">Whether anything below the key is read too: a list, a dictionary, a section that is handed on.</param>
/// <param name="IsSecret">Whether it holds a credential.</param>
/// <param name="IsRequired">Whether the app fails without it.</param>
/// <param name="IsConnection">Whether it is a connection string.</param>
internal sealed record ReadKey(string Key, bool IsVariable, bool IsOpen, bool IsSecret, bool IsRequired, bool IsConnection)
{
    /// <summary>The environment variable that provides it.</summary>
    public string Variable { get; } = IsVariable ? Key : Key.Replace(":", "__");

    /// <summary>The same where the app takes a prefix off; a variable that is read as such has none.</summary>
    public string VariableBehind(string prefix) => IsVariable ? Key : prefix + Variable;

    /// <summary>Of the variable, as people remember it.</summary>
    public string Letters { get; } = Spelling.Letters(Key);
}

/// <summary>Knows which keys of configuration the app reads, and where it may read any.</summary>
internal sealed class ReadKeys
{
    private const string ConnectionStrings = "ConnectionStrings:";

    private static readonly string[] OtherSources =
    [
        "AddJsonFile",
        "AddEnvironmentVariables",
        "AddCommandLine",
        "AddUserSecrets",
        "AddConfiguration",
    ];

    private readonly AppFacts facts;
    private readonly Once<List<ReadKey>> keys;
    private readonly Once<(bool IsOpen, List<string> Sections)> open;
    private readonly Once<List<string>> prefixes;
    private readonly Once<bool> hasOtherSources;

    // The same variables stand in the files of each environment.
    private readonly ConcurrentDictionary<string, bool> read = new(StringComparer.Ordinal);

    public ReadKeys(AppFacts facts)
    {
        this.facts = facts;
        keys = new(cancellation => [.. FindKeys(cancellation).Distinct()]);
        open = new(cancellation => new OpenReads(Project).In(cancellation));
        prefixes = new(cancellation => [.. FindPrefixes(cancellation).Distinct(StringComparer.Ordinal)]);
        hasOtherSources = new(FindOtherSources);
    }

    private ProjectContext Project => facts.Project;

    /// <summary>Name of the assembly.</summary>
    public string AppName => facts.Name;

    public IReadOnlyList<ReadKey> All(CancellationToken cancellation) => keys.Get(cancellation);

    /// <summary>Whether the app may read keys that nobody here can tell.</summary>
    public bool MayReadAnything(CancellationToken cancellation) => open.Get(cancellation).IsOpen;

    /// <summary>Whether configuration comes from other places than settings files, variables and arguments: a vault, a store, files of another kind.</summary>
    public bool HasOtherSources(CancellationToken cancellation) => hasOtherSources.Get(cancellation);

    /// <summary>The key that a variable provides: sections apart, without the prefix that the app takes off.</summary>
    public IEnumerable<string> KeysOf(string variable, CancellationToken cancellation)
    {
        yield return variable.Replace("__", ":");
        foreach (var prefix in prefixes.Get(cancellation))
        {
            if (variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return variable.Substring(prefix.Length).Replace("__", ":");
            }
        }
    }

    /// <summary>What a variable begins with that the app takes off: the longest such prefix, or nothing.</summary>
    public string PrefixOf(string variable, CancellationToken cancellation) =>
        prefixes
            .Get(cancellation)
            .Where(prefix => variable.Length > prefix.Length && variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(static prefix => prefix.Length)
            .FirstOrDefault()
        ?? "";

    /// <summary>Whether a variable provides a key, or a part of it.</summary>
    public bool Provides(string variable, ReadKey key, CancellationToken cancellation)
    {
        if (key.IsVariable)
        {
            return variable == key.Key;
        }

        return key.IsConnection && IsAzureConnection(variable, key.Key) || Provides(variable, key.Key, cancellation);
    }

    /// <summary>Whether a variable provides a key of configuration, or a part of it.</summary>
    public bool Provides(string variable, string key, CancellationToken cancellation)
    {
        if (IsOfKey(variable, 0, key))
        {
            return true;
        }

        foreach (var prefix in prefixes.Get(cancellation))
        {
            if (variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && IsOfKey(variable, prefix.Length, key))
            {
                return true;
            }
        }

        return false;
    }

    // Asked for each variable and each key: compares in place what KeysOf would make.
    private static bool IsOfKey(string variable, int start, string key)
    {
        var position = start;
        foreach (var c in key)
        {
            if (position == variable.Length)
            {
                return false;
            }

            var isSeparator = IsSeparator(variable, position);
            var written = isSeparator ? ':' : variable[position];
            if (written != c && char.ToUpperInvariant(written) != char.ToUpperInvariant(c))
            {
                return false;
            }

            position += isSeparator ? 2 : 1;
        }

        return position == variable.Length || variable[position] == ':' || IsSeparator(variable, position);
    }

    private static bool IsSeparator(string variable, int position) =>
        variable[position] == '_' && position + 1 < variable.Length && variable[position + 1] == '_';

    /// <summary>Whether the code reads what a variable says, as far as anybody can tell.</summary>
    public bool MayRead(string variable, CancellationToken cancellation) =>
        read.TryGetValue(variable, out var known) ? known : read.GetOrAdd(variable, IsRead(variable, cancellation));

    /// <summary>Whether a connection string of the settings is left over: the app reads others by their names, and nobody this one.</summary>
    /// <param name="key">With <c>:</c> between sections; of other settings a library may read any without being told to.</param>
    /// <param name="cancellation">Of the asker.</param>
    public bool IsLeftOver(string key, CancellationToken cancellation) =>
        IsConnection(key)
        && !IsQuoted(key.Substring(ConnectionStrings.Length), cancellation)
        && All(cancellation).Any(static read => IsConnection(read.Key))
        && !MayReadAnything(cancellation)
        && !MayRead(key.Replace(":", "__"), cancellation);

    private static bool IsConnection(string key) => key.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase);

    // A name in quotation marks, alone or behind its section, is nearly always what reads it, and is found without binding the whole program.
    private bool IsQuoted(string name, CancellationToken cancellation)
    {
        if (name.Length == 0)
        {
            return false;
        }

        foreach (var tree in Project.Trees)
        {
            cancellation.ThrowIfCancellationRequested();
            var text = tree.GetText(cancellation).ToString();
            for (
                var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
                at >= 0;
                at = text.IndexOf(name, at + name.Length, StringComparison.OrdinalIgnoreCase)
            )
            {
                if (at > 0 && text[at - 1] is ('"' or ':') && at + name.Length < text.Length && text[at + name.Length] == '"')
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsRead(string variable, CancellationToken cancellation) =>
        All(cancellation)
            .Any(key =>
                key.IsVariable
                    ? variable == key.Key
                    : KeysOf(variable, cancellation)
                        .Any(name =>
                            Equal(name, key.Key)
                            || key.Key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)
                            || key.IsOpen && name.StartsWith(key.Key + ":", StringComparison.OrdinalIgnoreCase)
                            || key.IsConnection && IsAzureConnection(variable, key.Key)
                        )
            )
        || KeysOf(variable, cancellation)
            .Any(name =>
                open.Get(cancellation)
                    .Sections.Exists(section => Equal(name, section) || name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase))
                || IsOfLibrary(name)
                || IsWritten(name, cancellation)
            )
        || IsWritten(variable, cancellation);

    /// <summary>Where the app's own code reads a key; null when a class is bound to it, or another project reads it.</summary>
    public Found<ConfigurationRead>? ReadOf(ReadKey key, CancellationToken cancellation) =>
        Project
            .All(Find.ConfigurationReads, cancellation)
            .FirstOrDefault(read => Equal(read.Value.Key, key.Key) && read.Value.BoundType is null);

    // DATABASE_URL: what is read by Environment.GetEnvironmentVariable is given to a client as it is.
    private static bool IsWrittenAsVariable(string key) => key.All(static c => c is not ':' && !char.IsLower(c));

    private IEnumerable<ReadKey> FindKeys(CancellationToken cancellation)
    {
        foreach (var fact in facts.All(cancellation).Facts)
        {
            var isProduction = fact.Source.Guard == GuardKind.None;
            switch (fact)
            {
                case ConfigurationKeyFact key:
                    yield return new ReadKey(
                        key.Key,
                        key.Origin == ConfigurationOrigin.EnvironmentVariable,
                        key.Type is ConfigurationValueType.Array or ConfigurationValueType.Section,
                        key.IsSecret,
                        key is { Required: true, Default: null } && isProduction,
                        false
                    );
                    break;
                case ConnectionStringFact { Key.Length: > 0 } connection:
                    yield return new ReadKey(
                        connection.Key,
                        IsWrittenAsVariable(connection.Key),
                        false,
                        true,
                        connection.Required && isProduction,
                        true
                    );
                    break;
                case ListenFact { Key.Length: > 0 } listen:
                    yield return new ReadKey(
                        listen.Key,
                        listen.Origin == ConfigurationOrigin.EnvironmentVariable,
                        true,
                        false,
                        false,
                        false
                    );
                    break;
                case OutboundEndpointFact { Key.Length: > 0 } endpoint:
                    yield return new ReadKey(endpoint.Key, false, true, false, false, false);
                    break;
                case CorsPolicyFact { OriginsKey.Length: > 0 } cors:
                    yield return new ReadKey(cors.OriginsKey, false, true, false, false, false);
                    break;
                case FileWriteFact { Key.Length: > 0 } write:
                    yield return new ReadKey(write.Key, false, true, false, false, false);
                    break;
            }
        }
    }

    private IEnumerable<string> FindPrefixes(CancellationToken cancellation)
    {
        foreach (var tree in Project.Trees)
        {
            foreach (var node in Project.Candidates(tree, Find.EnvironmentPrefixes))
            {
                if (
                    node is InvocationExpressionSyntax { ArgumentList.Arguments: [var argument, ..] }
                    && Project.ModelOf(tree).GetConstantValue(argument.Expression, cancellation)
                        is { HasValue: true, Value: string { Length: > 0 } prefix }
                )
                {
                    yield return prefix;
                }
            }
        }

        foreach (var fact in facts.All(cancellation).OfKind<EnvironmentPrefixFact>())
        {
            yield return fact.Prefix;
        }
    }

    private bool FindOtherSources(CancellationToken cancellation) =>
        Project
            .All(Find.HelperCalls, cancellation)
            .Any(call =>
                call.Value.Name.StartsWith("Add", StringComparison.Ordinal)
                && Array.IndexOf(OtherSources, call.Value.Name) < 0
                && (
                    call.Operation is IInvocationOperation invocation
                        ? invocation.Arguments.Any(static argument => IsBuilder(argument.Parameter?.Type))
                            || invocation.Instance is { Type: { } type } && IsBuilder(type)
                        : call.Value.Name.IndexOf("KeyVault", StringComparison.Ordinal) >= 0
                            || call.Value.Name.IndexOf("Secret", StringComparison.Ordinal) >= 0
                            || call.Value.Name.IndexOf("Configuration", StringComparison.Ordinal) >= 0
                )
            );

    private static bool IsBuilder(ITypeSymbol? type) =>
        type?.Name is "IConfigurationBuilder" or "ConfigurationBuilder" or "IConfigurationManager" or "ConfigurationManager";

    // Hangfire__Server__Workers: a package that is called so may read its own section.
    private bool IsOfLibrary(string key)
    {
        var root = key.Split(':', '_')[0];
        return root.Length > 2
            && Project.Compilation.ReferencedAssemblyNames.Any(reference =>
                !reference.Name.StartsWith("System", StringComparison.Ordinal)
                && !reference.Name.StartsWith("Microsoft", StringComparison.Ordinal)
                && IsNamed(reference.Name.Split('.'), root)
            );
    }

    // Hangfire of Hangfire.Core, HealthChecksUI of HealthChecks.UI.
    private static bool IsNamed(string[] parts, string root)
    {
        for (var first = 0; first < parts.Length; first++)
        {
            var name = "";
            for (var next = first; next < parts.Length && name.Length < root.Length; next++)
            {
                name += parts[next];
                if (Equal(name, root))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A literal of the code that is just that: an argument of a wrapper, a constant, a name in a list.
    private bool IsWritten(string key, CancellationToken cancellation)
    {
        var words = key.Split(':', '.', '-', ' ');
        foreach (var tree in Project.Trees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Array.TrueForAll(words, word => word.Length == 0 || char.IsDigit(word[0]) || Project.MayMention(tree, word)))
            {
                continue;
            }

            foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
            {
                if (
                    token.IsKind(SyntaxKind.StringLiteralToken)
                    && (
                        Equal(token.ValueText, key)
                        || token.ValueText.Length > 2
                            && key.StartsWith(token.ValueText + ":", StringComparison.OrdinalIgnoreCase)
                            && IsArgumentOfWrapper(token)
                    )
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Section(configuration, "Orders"): what is below it may be read.
    private static bool IsArgumentOfWrapper(SyntaxToken token) =>
        token.Parent?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        && !ConfigurationReads.Calls.Contains(call.Expression.NameOfMember() ?? "");

    private static bool IsAzureConnection(string variable, string key) =>
        IsConnection(key)
        && variable.IndexOf("CONNSTR_", StringComparison.OrdinalIgnoreCase) is > 0 and var start
        && Equal(variable.Substring(start + "CONNSTR_".Length), key.Substring(ConnectionStrings.Length));

    private static bool Equal(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
