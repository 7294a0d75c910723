namespace Deployability.Analyzers.Files;

/// <summary>What a file around the code is, by its name and folder alone: nothing is opened to find out.</summary>
[Flags]
internal enum ProjectFileKind
{
    /// <summary>Nothing that a rule reads; it may be binary, so its text is never asked for.</summary>
    Other = 0,

    /// <summary><c>appsettings.json</c> and <c>appsettings.&lt;environment&gt;.json</c>.</summary>
    AppSettings = 1 << 0,

    /// <summary>Other JSON, which the program loads as settings.</summary>
    Settings = 1 << 1,
    LaunchSettings = 1 << 2,
    WebConfig = 1 << 3,

    /// <summary><c>*.props</c>, <c>*.targets</c>.</summary>
    MSBuild = 1 << 4,

    /// <summary><c>*.pubxml</c>.</summary>
    PublishProfile = 1 << 5,
    DotEnv = 1 << 6,

    /// <summary><c>tempkey.jwk</c>, <c>tempkey.rsa</c> and other key files in text.</summary>
    PrivateKey = 1 << 7,
    Dockerfile = 1 << 8,
    DockerIgnore = 1 << 9,
    Compose = 1 << 10,
    Kustomization = 1 << 11,
    HelmChart = 1 << 12,
    HelmValues = 1 << 13,

    /// <summary>YAML below the <c>templates</c> folder of a chart, with holes.</summary>
    HelmTemplate = 1 << 14,

    /// <summary>Any other YAML: Kubernetes, workflows, whatever.</summary>
    Yaml = 1 << 15,
    FrontEnd = 1 << 16,
}
