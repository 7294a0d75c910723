using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class InProcessSessionOrCacheTests
{
    private const string Reader = "public class Prices(IDistributedCache cache) { public IDistributedCache Cache => cache; }";

    private static Task VerifyAsync(string registrations, string types = "", params DiagnosticResult[] expected) =>
        CSharpAnalyzerVerifier<InProcessSessionOrCacheAnalyzer>.VerifyAnalyzerAsync(
            $$"""
            using Microsoft.AspNetCore.OutputCaching;
            using Microsoft.Extensions.Caching.Distributed;

            var builder = WebApplication.CreateBuilder(args);
            {{registrations}}
            var app = builder.Build();
            if (args.Length > 2) app.UseOutputCache();
            app.Run();

            {{types}}
            namespace Hangfire
            {
                public interface IGlobalConfiguration { }

                public static class Jobs
                {
                    public static IServiceCollection AddHangfire(this IServiceCollection services, Action<IGlobalConfiguration> configure) => services;
                    public static IGlobalConfiguration UseMemoryStorage(this IGlobalConfiguration configuration) => configuration;
                    public static IGlobalConfiguration UseInMemoryStorage(this IGlobalConfiguration configuration) => configuration;
                    public static IGlobalConfiguration UsePostgreSqlStorage(this IGlobalConfiguration configuration, string connection) => configuration;
                }
            }

            public static class Redis
            {
                public static IServiceCollection AddStackExchangeRedisCache(this IServiceCollection services, Action<object> options) => services;
                public static IServiceCollection AddStackExchangeRedisOutputCache(this IServiceCollection services, Action<object> options) => services;
            }
            """,
            expected
        );

    [Theory]
    [InlineData("builder.Services.[|AddDistributedMemoryCache()|]; builder.Services.AddSession();")]
    [InlineData("builder.Services.[|AddSession()|];")]
    [InlineData("builder.Services.[|AddOutputCache()|];")]
    [InlineData(
        "if (!builder.Environment.IsDevelopment()) builder.Services.[|AddDistributedMemoryCache()|]; builder.Services.AddSession();"
    )]
    [InlineData("Hangfire.Jobs.AddHangfire(builder.Services, jobs => Hangfire.Jobs.[|UseMemoryStorage(jobs)|]);")]
    [InlineData("Hangfire.Jobs.AddHangfire(builder.Services, jobs => { Hangfire.Jobs.[|UseInMemoryStorage(jobs)|]; });")]
    public Task LocalStore_Triggers(string registrations) => VerifyAsync(registrations);

    [Fact]
    public Task CacheThatCodeReads_Triggers() => VerifyAsync("builder.Services.[|AddDistributedMemoryCache()|];", Reader);

    [Fact]
    public Task CacheThatNobodyUses_DoesNotTrigger() => VerifyAsync("builder.Services.AddDistributedMemoryCache();");

    [Fact]
    public Task MessageOfAnOutputCacheNamesItsOwnStore() =>
        VerifyAsync(
            "builder.Services.{|#0:AddOutputCache()|};",
            "",
            new DiagnosticResult("DPL4003", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments(
                    "AddOutputCache",
                    "cached responses",
                    "register the output cache's own shared store, AddStackExchangeRedisOutputCache()"
                )
        );

    [Fact]
    public Task MessageOfJobsNamesASharedStorage() =>
        VerifyAsync(
            "Hangfire.Jobs.AddHangfire(builder.Services, jobs => Hangfire.Jobs.{|#0:UseMemoryStorage(jobs)|});",
            "",
            new DiagnosticResult("DPL4003", DiagnosticSeverity.Info)
                .WithLocation(0)
                .WithArguments(
                    "UseMemoryStorage",
                    "jobs",
                    "use a storage that all replicas share, such as UseSqlServerStorage() or UseRedisStorage()"
                )
        );

    [Theory]
    [InlineData("builder.Services.AddStackExchangeRedisCache(_ => { }); builder.Services.AddSession();")]
    [InlineData("builder.Services.AddOutputCache(); builder.Services.AddStackExchangeRedisOutputCache(_ => { });")]
    [InlineData("builder.Services.AddMemoryCache();")]
    [InlineData(
        "if (builder.Environment.IsDevelopment()) builder.Services.AddDistributedMemoryCache(); else builder.Services.AddStackExchangeRedisCache(_ => { });"
    )]
    [InlineData(
        "var redis = builder.Configuration.GetConnectionString(\"Redis\"); if (redis is null) builder.Services.AddDistributedMemoryCache(); else builder.Services.AddStackExchangeRedisCache(_ => { });"
    )]
    [InlineData(
        "var several = args.Length > 1; if (several) builder.Services.AddStackExchangeRedisCache(_ => { }); else builder.Services.AddDistributedMemoryCache();"
    )]
    [InlineData("if (builder.Configuration.GetValue<bool>(\"Cache:InProcess\")) builder.Services.AddDistributedMemoryCache();")]
    [InlineData(
        "Hangfire.Jobs.AddHangfire(builder.Services, jobs => { if (builder.Configuration[\"Jobs\"] is { } text) Hangfire.Jobs.UsePostgreSqlStorage(jobs, text); else Hangfire.Jobs.UseMemoryStorage(jobs); });"
    )]
    [InlineData(
        "if (builder.Environment.IsDevelopment()) Hangfire.Jobs.AddHangfire(builder.Services, jobs => Hangfire.Jobs.UseMemoryStorage(jobs));"
    )]
    public Task SharedOrChosenStore_DoesNotTrigger(string registrations) => VerifyAsync(registrations, Reader);

    [Fact]
    public Task CacheOfItsOwn_DoesNotTrigger() =>
        VerifyAsync(
            "builder.Services.AddSingleton<IDistributedCache, PostgresCache>(); builder.Services.AddSession();",
            """
            public abstract class PostgresCache : IDistributedCache
            {
                public abstract byte[]? Get(string key);
                public abstract Task<byte[]?> GetAsync(string key, CancellationToken token = default);
                public abstract void Refresh(string key);
                public abstract Task RefreshAsync(string key, CancellationToken token = default);
                public abstract void Remove(string key);
                public abstract Task RemoveAsync(string key, CancellationToken token = default);
                public abstract void Set(string key, byte[] value, DistributedCacheEntryOptions options);
                public abstract Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default);
            }
            """
        );
}
