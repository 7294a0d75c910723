namespace Deployability.Formats.Tests;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("api", "api", "", "")]
    [InlineData("shop/api:1.2", "shop/api", "1.2", "")]
    [InlineData("registry:5000/shop/api", "registry:5000/shop/api", "", "")]
    [InlineData("registry:5000/shop/api:1.2@sha256:abc", "registry:5000/shop/api", "1.2", "sha256:abc")]
    [InlineData("api@sha256:abc", "api", "", "sha256:abc")]
    [InlineData("", "", "", "")]
    public void Parts_AreThoseOfTheName(string image, string repository, string tag, string digest) =>
        Assert.Equal(new ImageName(repository, tag, digest), ImageName.Parse(image));

    [Fact]
    public void RepositoryAndVersion_AreTheWholeName()
    {
        const string Image = "registry:5000/shop/api:1.2@sha256:abc";
        var name = ImageName.Parse(Image);

        Assert.Equal(Image, name.Repository + name.Version);
        Assert.Equal("api", name.Program);
    }
}
