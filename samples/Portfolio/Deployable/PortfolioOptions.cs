using System.ComponentModel.DataAnnotations;

namespace Portfolio;

public sealed class PortfolioOptions
{
    public const string Section = "Portfolio";

    /// <summary>A folder that all instances share: the projects, and the keys that protect session cookies.</summary>
    [Required]
    public string DataDirectory { get; set; } = "/data";

    /// <summary>Where the share of the portfolio office is mounted; it holds <c>framework/criteria.json</c>.</summary>
    [Required]
    public string? FrameworkDirectory { get; set; }
}
