namespace Deployability.Analyzers.Code;

/// <summary>Metadata names of the types that recognisers ask for, in the order of their namespaces.</summary>
internal static class TypeNames
{
    public const string WebApplication = "Microsoft.AspNetCore.Builder.WebApplication";
    public const string WebApplicationBuilder = "Microsoft.AspNetCore.Builder.WebApplicationBuilder";
    public const string ApplicationBuilder = "Microsoft.AspNetCore.Builder.IApplicationBuilder";
    public const string ForwardedHeadersOptions = "Microsoft.AspNetCore.Builder.ForwardedHeadersOptions";
    public const string CorsPolicyBuilder = "Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder";
    public const string CorsPolicy = "Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicy";
    public const string WebHostBuilder = "Microsoft.AspNetCore.Hosting.IWebHostBuilder";
    public const string HttpResponse = "Microsoft.AspNetCore.Http.HttpResponse";
    public const string EndpointRouteBuilder = "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder";
    public const string KestrelServerOptions = "Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions";
    public const string ControllerBase = "Microsoft.AspNetCore.Mvc.ControllerBase";
    public const string Configuration = "Microsoft.Extensions.Configuration.IConfiguration";
    public const string ServiceCollection = "Microsoft.Extensions.DependencyInjection.IServiceCollection";
    public const string HealthChecksBuilder = "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder";
    public const string HostEnvironment = "Microsoft.Extensions.Hosting.IHostEnvironment";
    public const string HostApplicationBuilder = "Microsoft.Extensions.Hosting.IHostApplicationBuilder";
    public const string HostedService = "Microsoft.Extensions.Hosting.IHostedService";
    public const string BackgroundService = "Microsoft.Extensions.Hosting.BackgroundService";
    public const string HostOptions = "Microsoft.Extensions.Hosting.HostOptions";
    public const string HttpClient = "System.Net.Http.HttpClient";
    public const string DbContextOptionsBuilder = "Microsoft.EntityFrameworkCore.DbContextOptionsBuilder";
    public const string Migration = "Microsoft.EntityFrameworkCore.Migrations.Migration";
    public const string ModelSnapshot = "Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot";
    public const string DesignTimeDbContextFactory = "Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory`1";
    public const string Uri = "System.Uri";
}
