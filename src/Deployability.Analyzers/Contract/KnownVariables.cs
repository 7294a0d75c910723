using Deployability.Model;

namespace Deployability.Analyzers.Contract;

/// <summary>Knows the environment variables that .NET, its hosts, clouds, agents and systems read, whatever the app's code does.</summary>
internal static class KnownVariables
{
    private static readonly string[] Prefixes =
    [
        // .NET and its hosts
        "ASPNETCORE_",
        "DOTNET_",
        "COMPLUS_",
        "CORECLR_",
        "COREHOST_",
        "LOGGING__",
        "KESTREL__",
        "HOSTOPTIONS__",
        "AUTHENTICATION__SCHEMES__",
        "NUGET_",
        "MSBUILD",
        "SQLCONNSTR_",
        "SQLAZURECONNSTR_",
        "MYSQLCONNSTR_",
        "POSTGRESQLCONNSTR_",
        "CUSTOMCONNSTR_",
        "SERVICES__",
        "PARAMETERS__",
        "SERILOG__",
        "NLOG__",
        "ORLEANS_",
        "HEALTHCHECKSUI__",
        // Telemetry
        "OTEL_",
        "APPLICATIONINSIGHTS_",
        "APPLICATIONINSIGHTS__",
        "APPINSIGHTS_",
        "DD_",
        "NEW_RELIC_",
        "NEWRELIC_",
        "ELASTIC_APM_",
        "ELASTICAPM",
        "SENTRY_",
        "SENTRY__",
        "SIGNALFX_",
        "SPLUNK_",
        "DYNATRACE",
        "DT_",
        "JAEGER_",
        "ZIPKIN_",
        // Clouds and clusters
        "AZURE_",
        "WEBSITE_",
        "WEBSITES_",
        "AZUREWEBJOBS",
        "FUNCTIONS_",
        "IDENTITY_",
        "MSI_",
        "CONTAINER_APP_",
        "AWS_",
        "ECS_",
        "LAMBDA_",
        "GOOGLE_",
        "GCLOUD_",
        "GCP_",
        "CLOUDSDK_",
        "CLOUD_RUN_",
        "K_",
        "FLY_",
        "RENDER_",
        "HEROKU_",
        "RAILWAY_",
        "DAPR_",
        "KUBERNETES_",
        "POD_",
        "NODE_",
        "CONTAINER_",
        "VIRTUAL_",
        "LETSENCRYPT_",
        "TRAEFIK_",
        "COMPOSE_",
        "DOCKER_",
        // Systems and libraries in native code
        "LC_",
        "LD_",
        "MALLOC_",
        "SSL_",
        "OPENSSL_",
        "GRPC_",
        "KRB5",
        "XDG_",
        "GIT_",
        "BUILD_",
        "IMAGE_",
        "NPM_",
    ];

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALLOWEDHOSTS",
        "URLS",
        "HTTP_PORTS",
        "HTTPS_PORTS",
        "HTTPS_PORT",
        "ENVIRONMENT",
        "CONTENTROOT",
        "WEBROOT",
        "APPLICATIONNAME",
        "DETAILEDERRORS",
        "FORWARDEDHEADERS_ENABLED",
        "HOSTBUILDER__RELOADCONFIGONCHANGE",
        "LANGUAGE",
        "SHELL",
        "TERM",
        "HOST",
        "PORT",
        "DISPLAY",
        "VERSION",
        "NAMESPACE",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "ALL_PROXY",
        "CURL_CA_BUNDLE",
        "DEBIAN_FRONTEND",
        "ACCEPT_EULA",
        "NUMBER_OF_PROCESSORS",
        "RELEASE_VERSION",
    };

    // Those of .NET that people write; where two are as near, the first is meant more often.
    private static readonly string[] Framework =
    [
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_HTTPS_PORTS",
        "ASPNETCORE_HTTPS_PORT",
        "ASPNETCORE_URLS",
        "ASPNETCORE_ENVIRONMENT",
        "ASPNETCORE_CONTENTROOT",
        "ASPNETCORE_WEBROOT",
        "ASPNETCORE_APPLICATIONNAME",
        "ASPNETCORE_DETAILEDERRORS",
        "ASPNETCORE_SHUTDOWNTIMEOUTSECONDS",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
        "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES",
        "ASPNETCORE_HOSTINGSTARTUPEXCLUDEASSEMBLIES",
        "ASPNETCORE_PREVENTHOSTINGSTARTUP",
        "DOTNET_ENVIRONMENT",
        "DOTNET_RUNNING_IN_CONTAINER",
        "DOTNET_RUNNING_IN_CONTAINERS",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
        "DOTNET_ROLL_FORWARD",
        "DOTNET_ROLL_FORWARD_TO_PRERELEASE",
        "DOTNET_USE_POLLING_FILE_WATCHER",
        "DOTNET_EnableDiagnostics",
        "DOTNET_TieredPGO",
        "DOTNET_gcServer",
        "OTEL_SERVICE_NAME",
        "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_EXPORTER_OTLP_HEADERS",
    ];

    /// <summary>The variable of .NET or OpenTelemetry that a name is too near to for chance: <c>ASPNETCORE_ENVIROMENT</c>; null when it is one, or near none.</summary>
    public static string? Meant(string name)
    {
        if (
            name.Length < "DOTNET_X".Length
            || char.ToUpperInvariant(name[0]) is not ('A' or 'D' or 'O')
            || Array.Exists(Framework, known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        )
        {
            return null;
        }

        var letters = Spelling.Letters(name);
        var near = Framework.Select(known => (Name: known, Distance: Spelling.Distance(Spelling.Letters(known), letters, 1))).ToList();
        return near.Find(static known => known.Distance == 0).Name ?? near.Find(static known => known.Distance == 1).Name;
    }

    /// <summary>Whether somebody other than the app's code reads a variable of this name.</summary>
    public static bool Contains(string name) =>
        Names.Contains(name)
        || SystemVariables.Contains(name)
        || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
