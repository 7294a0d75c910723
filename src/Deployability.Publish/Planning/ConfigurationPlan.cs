namespace Deployability.Publish.Planning;

/// <summary>What the app reads from its environment.</summary>
public sealed record ConfigurationPlan(
    IReadOnlyList<SettingPlan> Settings,
    IReadOnlyList<SecretPlan> Secrets,
    IReadOnlyList<CompanionPlan> Companions
)
{
    /// <summary>Where the app looks for secrets in files; null when it takes variables alone.</summary>
    public SecretFolderPlan? SecretFolder { get; init; }

    /// <summary>The secrets that it takes from files.</summary>
    public IEnumerable<SecretPlan> FileSecrets => Secrets.Where(static secret => secret.File.Length > 0);

    /// <summary>The secrets that it takes from variables alone.</summary>
    public IEnumerable<SecretPlan> VariableSecrets => Secrets.Where(static secret => secret.File.Length == 0);
}

/// <param name="Path">Absolute path in the container.</param>
/// <param name="IsOptional">Whether the app starts without it.</param>
public sealed record SecretFolderPlan(string Path, bool IsOptional);

/// <summary>A value that is no secret.</summary>
/// <param name="Variable">Name of the environment variable.</param>
/// <param name="Value">Its value; null when nothing gives one.</param>
/// <param name="Required">Whether the app fails without it.</param>
/// <param name="Environments">Values that differ by environment.</param>
/// <param name="IsFixed">Whether the rest of the files is made for this value (a port, a mounted folder), so that changing it alone breaks the app.</param>
public sealed record SettingPlan(
    string Variable,
    string? Value,
    bool Required,
    IReadOnlyDictionary<string, string> Environments,
    bool IsFixed = false
)
{
    /// <summary>Its value in compose, where a companion is meant; empty where compose says what everybody says.</summary>
    public string CompanionValue { get; init; } = "";

    /// <summary>Its name in the <c>.env</c> of compose, where that is not the variable's: apps that run together have different values of it.</summary>
    public string Choice { get; init; } = "";

    /// <summary>The configuration key that it sets, as items of the project name it.</summary>
    public string Key { get; init; } = Variable.Replace("__", ":");
}

/// <summary>A value that no generated file ever holds.</summary>
/// <param name="Variable">Name of the environment variable.</param>
/// <param name="Required">Whether the app fails without it.</param>
/// <param name="Companion">Name of the companion that gives it in compose; empty when a person must.</param>
/// <param name="CompanionValue">The value in compose, made of the companion's address and a password variable.</param>
public sealed record SecretPlan(string Variable, bool Required, string Companion = "", string CompanionValue = "")
{
    /// <summary>Whether it is the companion's password alone, and no connection string.</summary>
    public bool IsPassword { get; init; }

    /// <summary>Name of the file that holds it, where the app reads files; empty when it reads a variable alone.</summary>
    public string File { get; init; } = "";
}

/// <summary>A backing service that compose starts beside the app.</summary>
/// <param name="Name">Service name, which is also its host name.</param>
/// <param name="Image">Image with tag.</param>
/// <param name="PasswordVariable">Variable in .env that holds its password; empty when it has none.</param>
/// <param name="Environment">Its own variables.</param>
/// <param name="Command">Arguments; empty for the image's own.</param>
/// <param name="HealthCheck">Compose health-check test.</param>
/// <param name="DataPath">Where it keeps data.</param>
/// <param name="User">Numeric user and group; empty for the image's own.</param>
public sealed record CompanionPlan(
    string Name,
    string Image,
    string PasswordVariable,
    IReadOnlyList<NamedValue> Environment,
    IReadOnlyList<string> Command,
    IReadOnlyList<string> HealthCheck,
    string DataPath,
    string User
)
{
    /// <summary>Requests and limits.</summary>
    public ResourcePlan Resources { get; init; } = ResourcePlan.Default;

    /// <summary>Replaces the image's own entry point; empty to keep it.</summary>
    public IReadOnlyList<string> EntryPoint { get; init; } = [];

    /// <summary>What a password must be like, as a sentence; empty where any will do.</summary>
    public string PasswordAdvice { get; init; } = "";

    /// <summary>The secret of compose that holds its password.</summary>
    public string PasswordSecret => SecretOf(PasswordVariable);

    /// <summary>The secret of compose that holds what a variable of .env says.</summary>
    public static string SecretOf(string variable) => variable.ToLowerInvariant().Replace('_', '-');

    /// <summary>Where compose puts a secret by its name.</summary>
    public const string SecretFolder = "/run/secrets";

    /// <summary>What it is, one of <see cref="Deployability.Model.ConnectionProviders"/>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>What the app calls it: the last part of the key.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where a file goes that it runs when it starts for the first time, and the file; empty for none.</summary>
    public (string Path, string Content) Initialization { get; init; } = ("", "");

    /// <summary>Whether it starts without any capability and without new privileges; a program with capabilities of its own does not.</summary>
    public bool IsConfined { get; init; } = true;
}
