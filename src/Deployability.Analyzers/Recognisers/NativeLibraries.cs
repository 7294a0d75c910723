using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows native imports: which library a method is in, and whether that library is Windows'.</summary>
internal static class NativeLibraries
{
    // Names as https://learn.microsoft.com/windows/win32/apiindex/windows-api-list gives them, without the extension.
    private static readonly HashSet<string> Windows = new(StringComparer.OrdinalIgnoreCase)
    {
        "activeds",
        "advapi32",
        "avicap32",
        "bcrypt",
        "cfgmgr32",
        "combase",
        "comctl32",
        "comdlg32",
        "credui",
        "crypt32",
        "cryptui",
        "d3d11",
        "d3d9",
        "dbghelp",
        "dnsapi",
        "dwmapi",
        "dxgi",
        "fltlib",
        "gdi32",
        "gdiplus",
        "httpapi",
        "imagehlp",
        "imm32",
        "iphlpapi",
        "kernel32",
        "kernelbase",
        "mpr",
        "msi",
        "msvcrt",
        "mscoree",
        "ncrypt",
        "netapi32",
        "newdev",
        "ntdll",
        "ntdsapi",
        "ole32",
        "oleacc",
        "oleaut32",
        "pdh",
        "powrprof",
        "propsys",
        "psapi",
        "rpcrt4",
        "rstrtmgr",
        "secur32",
        "setupapi",
        "shcore",
        "shell32",
        "shlwapi",
        "sspicli",
        "ucrtbase",
        "urlmon",
        "user32",
        "userenv",
        "uxtheme",
        "virtdisk",
        "wevtapi",
        "winhttp",
        "wininet",
        "winmm",
        "winscard",
        "winspool",
        "winspool.drv",
        "wintrust",
        "wldap32",
        "ws2_32",
        "wtsapi32",
    };

    /// <summary>The attribute that imports a method, with the library that it names; null when the method is no import.</summary>
    public static (AttributeData Attribute, string Library)? ImportOf(IMethodSymbol method)
    {
        if (!method.IsExtern && !method.IsPartialDefinition)
        {
            return null;
        }

        // DllImport is no attribute of the method's metadata, but the compiler gives it as one where the source is at hand.
        foreach (var attribute in method.GetAttributes())
        {
            if (
                attribute.AttributeClass?.Name is "DllImportAttribute" or "LibraryImportAttribute"
                && attribute.ConstructorArguments is [{ Value: string library }, ..]
            )
            {
                return (attribute, library);
            }
        }

        return null;
    }

    /// <summary>Whether a library is Windows' own, with or without extension and path, or says by its extension that it was built for Windows.</summary>
    public static bool IsWindows(string library)
    {
        var name = library.Substring(library.LastIndexOfAny(['/', '\\']) + 1);
        var hasExtension = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        name = hasExtension ? name.Substring(0, name.Length - 4) : name;
        return Windows.Contains(name)
            || hasExtension && name.Length > 0
            || name.StartsWith("api-ms-win-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the project chooses the file of a library itself, so that a name in an import says nothing.</summary>
    public static bool HasResolver(ProjectContext project, CancellationToken cancellation) =>
        project.Mentions(Find.NativeResolvers, cancellation);

    /// <summary>Whether the class, one around it or one beside it imports from another system's library too: somebody chooses at run time.</summary>
    public static bool HasOtherSystems(INamedTypeSymbol type)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return ImportsFromOther(outermost)
            || outermost
                .ContainingNamespace.GetTypeMembers()
                .Any(beside => beside.Locations.Any(static location => location.IsInSource) && ImportsFromOther(beside));
    }

    /// <summary>Whether the import's library is one of the C library and its kin on Unix.</summary>
    private static bool ImportsFromOther(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (
                member is INamedTypeSymbol nested && ImportsFromOther(nested)
                || member is IMethodSymbol method && ImportOf(method) is { } import && IsOther(import.Library)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOther(string library) =>
        library.StartsWith("lib", StringComparison.Ordinal)
        || library.EndsWith(".so", StringComparison.Ordinal)
        || library.IndexOf(".so.", StringComparison.Ordinal) > 0
        || library.EndsWith(".dylib", StringComparison.Ordinal)
        || library.IndexOf("/System/Library/", StringComparison.Ordinal) >= 0
        || library is "c" or "__Internal";
}
