package org.shouwang.security;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * The console at {@code /} and the field app at {@code /field/}: files with a hash in their name
 * last for ever, all others are asked for anew; addresses of screens lead to the app's page.
 */
@Configuration(proxyBeanMethods = false)
class StaticFiles implements WebMvcConfigurer {

  private static final String FILES = "classpath:/static/";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(FILES + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/field/**")
        .addResourceLocations(FILES + "field/")
        .setCacheControl(CacheControl.noCache())
        .resourceChain(false)
        .addResolver(new Screens());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(FILES)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(false)
        .addResolver(new Screens());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/index.html");
    registry.addViewController("/field/").setViewName("forward:/field/index.html");
    registry.addRedirectViewController("/field", "/field/");
  }

  /** A path that is no file and has no dot in its last part is a screen of the app. */
  private static final class Screens extends PathResourceResolver {
    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = super.getResource(path, location);
      boolean screen =
          file == null
              && !path.startsWith("api/")
              && !path.startsWith("actuator/")
              && path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
      return screen ? super.getResource("index.html", location) : file;
    }
  }
}
