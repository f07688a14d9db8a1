// SPDX-License-Identifier: Apache-2.0
package io.github.natsmicro.spring.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.assertj.core.api.Assertions;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

/** Does at the time of a test what is else done when an application is built. */
final class AheadOfTime {

    private AheadOfTime() {}

    /** The hints that a context with these components gives. */
    static RuntimeHints hints(Class<?>... components) {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(AheadOfTime.class)), new InMemoryGeneratedFiles());
        process(generation, components);
        return generation.getRuntimeHints();
    }

    /** A context that code has set up, which was generated for these components and compiled in a folder. */
    static GenericApplicationContext start(Path folder, String ownPackage, Class<?>... components)
            throws ReflectiveOperationException {
        Path sources = folder.resolve("sources");
        Path classes = folder.resolve("classes");
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(components[0])),
                new FileSystemGeneratedFiles(kind -> kind == Kind.SOURCE ? sources : classes));
        ClassName initializer = process(generation, components);
        generation.writeGeneratedContent();
        compile(sources, classes);
        ClassLoader loader = new OwnClasses(classes, ownPackage);
        GenericApplicationContext context = new GenericApplicationContext();
        context.setClassLoader(loader);
        initializer(loader, initializer.canonicalName()).initialize(context);
        context.refresh();
        return context;
    }

    private static ClassName process(DefaultGenerationContext generation, Class<?>... components) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(components);
        return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
    }

    private static void compile(Path sources, Path classes) {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            Files.createDirectories(classes);
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        Assertions.assertThat(status).as("status of the compiler").isZero();
    }

    @SuppressWarnings("unchecked") // It was generated as one.
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(ClassLoader loader, String name)
            throws ReflectiveOperationException {
        return (ApplicationContextInitializer<GenericApplicationContext>)
                loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    /** Loads what was generated, and the classes of its packages, which it may use though they are not public. */
    private static final class OwnClasses extends URLClassLoader {

        private final String ownPackage;

        OwnClasses(Path generated, String ownPackage) {
            super(new URL[] {url(generated), compiled()}, AheadOfTime.class.getClassLoader());
            this.ownPackage = ownPackage + ".";
        }

        private static URL url(Path folder) {
            try {
                return folder.toUri().toURL();
            } catch (MalformedURLException ex) {
                throw new IllegalArgumentException(ex);
            }
        }

        private static URL compiled() {
            return AheadOfTime.class.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(ownPackage)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
