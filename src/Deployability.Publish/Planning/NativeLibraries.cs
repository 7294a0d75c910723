namespace Deployability.Publish.Planning;

/// <summary>What NuGet packages need of the image that runs them: libraries and programs of the distribution, which chiseled images have not.</summary>
/// <remarks>
/// Fine as they are, and therefore in no row: packages that bring all they load (SQLitePCLRaw, Confluent.Kafka, LibGit2Sharp, Magick.NET,
/// SkiaSharp.NativeAssets.Linux.NoDependencies), and managed ones (Oracle.ManagedDataAccess.Core, Npgsql, MailKit).
/// SQL Server's client needs ICU, which <see cref="ImagePlanner"/> sees by the connection.
/// </remarks>
internal static class NativeLibraries
{
    private const string Ldap = "System.DirectoryServices.Protocols";

    /// <summary>Until this version it looks for a name of libldap that Ubuntu had last in 22.04 (github.com/dotnet/runtime/pull/111553).</summary>
    private const int LdapWithTodaysName = 10;

    /// <summary>From this version on it works on Windows alone (learn.microsoft.com, core/compatibility, system-drawing-common-windows-only).</summary>
    private const int DrawingOnWindowsAlone = 7;

    private const string NeedsBrowser =
        "Run the browser in a container of its own (`DeployabilityService`) and connect to it, or set ContainerBaseImage to an image with .NET and a browser.";
    private const string NeedsWkhtmltopdf = "Set ContainerBaseImage to an image with .NET, wkhtmltopdf's X11 libraries and fonts.";

    /// <summary>Package, what Ubuntu calls what it needs, whether only a direct reference counts, and where that is said.</summary>
    private static readonly Row[] Installed =
    [
        // Others refer to it for the sake of one feature, as the Negotiate handler does.
        new(Ldap, ["libldap2"], OnlyDirect: true, "github.com/dotnet/runtime/issues/123676"),
        new("LdapForNet", ["libldap2"], OnlyDirect: false, "github.com/flamencist/ldap4net/pull/149"),
        new(
            "Microsoft.AspNetCore.Authentication.Negotiate",
            ["libgssapi-krb5-2"],
            OnlyDirect: false,
            "github.com/dotnet/docs/issues/40441"
        ),
        new("SkiaSharp.NativeAssets.Linux", ["libfontconfig1"], OnlyDirect: false, "github.com/mono/SkiaSharp/issues/2653"),
        new("FFMpegCore", ["ffmpeg"], OnlyDirect: false, "github.com/rosenbjerg/FFMpegCore, README: Binaries"),
        new("Xabe.FFmpeg", ["ffmpeg"], OnlyDirect: false, "ffmpeg.xabe.net, docs: starts ffmpeg and ffprobe"),
        new("Microsoft.ML.LightGbm", ["libgomp1"], OnlyDirect: false, "github.com/microsoft/LightGBM/issues/2223"),
        new("System.Data.Odbc", ["libodbc2", "odbcinst"], OnlyDirect: false, "learn.microsoft.com, System.Data.Odbc: unixODBC on Linux"),
        new(
            "System.Drawing.Common",
            ["libgdiplus"],
            OnlyDirect: true,
            "learn.microsoft.com, core/compatibility, system-drawing-common-windows-only"
        ),
    ];

    /// <summary>Package, and what a person has to do, because no package of Ubuntu does it.</summary>
    private static readonly Lack[] Left =
    [
        // playwright.dev/dotnet/docs/docker; Ubuntu's own chromium is a snap, which no image can install.
        new("Microsoft.Playwright", "a browser", NeedsBrowser),
        new("PuppeteerSharp", "a browser", NeedsBrowser),
        new("Selenium.WebDriver", "a browser", NeedsBrowser),
        // wkhtmltopdf.org, downloads: each distribution has a build of its own.
        new("DinkToPdf", "libwkhtmltox", NeedsWkhtmltopdf),
        new("Haukcode.WkHtmlToPdfDotNet", "what its copy of libwkhtmltox loads", NeedsWkhtmltopdf),
        new("Rotativa.AspNetCore", "wkhtmltopdf", NeedsWkhtmltopdf),
        new("Wkhtmltopdf.NetCore", "what its copy of wkhtmltopdf loads", NeedsWkhtmltopdf),
        // The installed driver manager has no driver.
        new("System.Data.Odbc", "an ODBC driver", "Set ContainerBaseImage to an image with .NET and the database's ODBC driver."),
    ];

    /// <summary>Packages without what Linux needs, unless a package whose name starts with the second is there too.</summary>
    private static readonly Half[] Halves =
    [
        new("SkiaSharp", "SkiaSharp.NativeAssets.Linux", "Reference SkiaSharp.NativeAssets.Linux.NoDependencies of the same version."),
        new("NetVips", "NetVips.Native", "Reference NetVips.Native.linux-x64, or NetVips.Native for every platform."),
    ];

    /// <summary>What has to be installed into the final image.</summary>
    /// <param name="context">Tells which packages the app has; gets what is left to a person.</param>
    /// <returns>Needs in the order of the table; empty for most apps.</returns>
    public static NativeNeeds Of(PlanContext context)
    {
        var packages = context.Packages;
        foreach (var (package, lacks, instead) in Left.Where(row => packages.ContainsKey(row.Package)))
        {
            Leave(context, package, $"The package {package} needs {lacks}, which the image has not.", instead);
        }

        foreach (
            var (package, native, instead) in Halves.Where(row =>
                packages.ContainsKey(row.Package)
                && !packages.Keys.Any(name => name.StartsWith(row.Native, StringComparison.OrdinalIgnoreCase))
            )
        )
        {
            Leave(context, package, $"The package {package} has no native library for Linux: its first use throws.", instead);
        }

        var rows = Installed.Where(row => Applies(context, row)).ToList();
        return new(
            [.. rows.Select(static row => row.Package)],
            [.. rows.SelectMany(static row => row.Libraries).Distinct().OrderBy(static name => name, StringComparer.Ordinal)],
            rows.Exists(static row => row.Package == Ldap) && Major(context.Closure.Packages[Ldap]) < LdapWithTodaysName
                ? [new("libldap.so.2", "libldap-2.5.so.0")]
                : []
        );
    }

    private sealed record Lack(string Package, string Lacks, string Instead);

    private sealed record Half(string Package, string Native, string Instead);

    private static bool Applies(PlanContext context, Row row)
    {
        var packages = row.OnlyDirect ? context.Closure.Packages : context.Packages;
        return packages.TryGetValue(row.Package, out var version)
            && (row.Package != "System.Drawing.Common" || Major(version) < DrawingOnWindowsAlone);
    }

    private static void Leave(PlanContext context, string package, string what, string instead) =>
        context.Leave(new(OperatorActionKind.Build, package, instead, what, IsBlocking: true));

    /// <summary>The first number of a version or a range; a large one where there is none.</summary>
    private static int Major(string version)
    {
        var digits = new string([.. version.SkipWhile(static c => !char.IsDigit(c)).TakeWhile(char.IsDigit)]);
        return Rules.TryNumber(digits, 0, int.MaxValue, out var major) ? major : int.MaxValue;
    }

    private sealed record Row(string Package, IReadOnlyList<string> Libraries, bool OnlyDirect, string Source);
}

/// <param name="Packages">The NuGet packages that need something.</param>
/// <param name="Libraries">Packages of the distribution, sorted.</param>
/// <param name="Links">Libraries that are looked for under another name than they have.</param>
internal sealed record NativeNeeds(IReadOnlyList<string> Packages, IReadOnlyList<string> Libraries, IReadOnlyList<NamedValue> Links);
