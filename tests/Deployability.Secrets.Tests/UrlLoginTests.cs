using Deployability.Secrets.Values;

namespace Deployability.Secrets.Tests;

public sealed class UrlLoginTests
{
    [Theory]
    [InlineData("amqp://shop:p4ss@queue:5672/v", "shop", "p4ss", "queue:5672")]
    [InlineData("redis://:p4ss@cache", "", "p4ss", "cache")]
    [InlineData("mongodb://u:p@ss@a:1,b:2/?x", "u", "p@ss", "a:1,b:2")]
    public void Login_IsRead(string url, string user, string password, string host)
    {
        Assert.True(UrlLogin.TryRead(url, url.IndexOf("://", StringComparison.Ordinal) + 3, out var login));

        Assert.Equal((user, password, host), (login.User.ToString(), login.Password.ToString(), login.Host.ToString()));
        Assert.Equal(password, url.Substring(login.PasswordStart, login.Password.Length));
    }

    [Theory]
    [InlineData("https://queue:5672/")]
    [InlineData("https://user@host")]
    [InlineData("https://user:@host")]
    [InlineData("https://user:password@")]
    [InlineData("https://")]
    public void UrlWithoutLogin_IsNone(string url) => Assert.False(UrlLogin.TryRead(url, 8, out _));
}
