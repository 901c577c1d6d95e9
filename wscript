# SPDX-License-Identifier: GPL-2.0-only
"""Build with waf 2, from the same globs as CMakeLists.txt.

Standalone, against an installed ns-3 (found by pkg-config):  waf configure build test
In contrib/iomt of an ns-3 source tree up to 3.35, this file declares the module.
"""

import os
import re
import sys

APPNAME = "iomt"
VERSION = "0.1.0"
top = "."
out = "build/waf"

NS3 = (
    "core network internet lr-wpan sixlowpan csma point-to-point spectrum propagation mobility"
    " applications"
).split()

# ns-3's own wscript has loaded its wutils before it comes here.
IN_TREE = "wutils" in sys.modules


def options(opt):
    if not IN_TREE:
        opt.load("compiler_cxx")


def configure(conf):
    if not IN_TREE:
        conf.load("compiler_cxx")
        conf.env.append_value("CXXFLAGS", ["-O2", "-Wall", "-Wextra", "-Wno-maybe-uninitialized", "-fPIC"])
        # Debian's linker drops a library nobody calls, and with it the TypeIds of that library.
        conf.env.append_value("LINKFLAGS", ["-Wl,--no-as-needed"])
        for module in NS3:
            conf.check_cfg(
                package="ns3-" + module, args=["--cflags", "--libs"], uselib_store="IOMT"
            )
        version = conf.check_cfg(package="ns3-core", args=["--modversion"])
        conf.env.IOMT_NS3_MINOR = _minor(version)
    for package in ("libcrypto++", "libcbor", "sqlite3", "nlohmann_json"):
        conf.check_cfg(package=package, args=["--cflags", "--libs"], uselib_store="IOMT")
    conf.check_cxx(lib="dl", uselib_store="IOMT", msg="Checking for library dl")


def build(bld):
    if IN_TREE:
        _build_in_tree(bld)
    else:
        _build_standalone(bld)


def test(ctx):
    """Run every test suite."""
    runner = os.path.join(ctx.path.abspath(), out, "iomt-test-runner")
    listed = ctx.cmd_and_log([runner, "--list"], quiet=True)
    failed = []
    suites = re.findall(r"^(?:\S+[ \t]+)?(iomt-\S+)[ \t]*$", listed, re.MULTILINE)
    for suite in suites:
        if ctx.exec_command([runner, "--suite=" + suite, "--verbose"]) != 0:
            failed.append(suite)
    print("%d passed, %d failed" % (len(suites) - len(failed), len(failed)))
    if failed or not suites:
        ctx.fatal("failed: " + (", ".join(failed) or "there is no suite"))


def _minor(version):
    """The N of 3.N; a development tree says "3-dev" and is taken as the newest."""
    found = re.match(r"3\.(\d+)", version)
    return int(found.group(1)) if found else 99


def _write(node, text):
    """Write `text` unless it is there already: what depends on the file would be built again."""
    if not os.path.exists(node.abspath()) or node.read() != text:
        node.parent.mkdir()
        node.write(text)


def _config_header(bld, minor):
    text = bld.path.find_node("cmake/iomt-config.h.in").read()
    text = text.replace("@iomt_ns3_minor@", str(minor)).replace("@iomt_version@", VERSION)
    _write(bld.bldnode.make_node("ns3/iomt-config.h"), text)


def _sources(bld):
    return bld.path.ant_glob("model/*/*.cc helper/*.cc")


def _headers(bld):
    return bld.path.ant_glob("model/*.h model/*/*.h helper/*.h")


def _tests(bld):
    return bld.path.ant_glob("test/*-test.cc")


def _examples(bld):
    return bld.path.ant_glob("examples/*.cc")


def _ecg(bld):
    """The ECG recording, as text; the folder all such data is built in."""
    bld(
        rule="/usr/bin/python3 ${SRC[0].abspath()} ${TGT[0].abspath()}",
        source="data/ecg/extract-ecg.py",
        target="data/ecg/mit-bih-208.txt",
        name="iomt-ecg",
    )
    return bld.path.get_bld().make_node("data").abspath()


def _build_standalone(bld):
    # CXXFLAGS and not the environment's standard: ns-3 asks for a newer one in later versions.
    minor = bld.env.IOMT_NS3_MINOR
    standard = "-std=c++%d" % (23 if minor >= 46 else 20 if minor >= 41 else 17)
    _config_header(bld, minor)
    for header in _headers(bld):
        stub = bld.bldnode.make_node("ns3/" + header.name)
        _write(stub, '#include "%s"\n' % header.abspath())
    built = _ecg(bld)

    bld.shlib(
        target="iomt",
        source=_sources(bld),
        use="IOMT",
        includes=[bld.bldnode],
        export_includes=[bld.bldnode],
        cxxflags=[standard],
        defines=[
            "NS3_LOG_ENABLE",
            'IOMT_SOURCE_DATA_DIR="%s/data"' % bld.path.abspath(),
            'IOMT_BUILD_DATA_DIR="%s"' % built,
        ],
    )
    programs = [("iomt-test-runner", ["test/iomt-test-runner.cc"] + _tests(bld))]
    programs += [(example.name[:-3], [example]) for example in _examples(bld)]
    for name, source in programs:
        bld.program(
            target=name,
            source=source,
            use="iomt IOMT",
            cxxflags=[standard],
            defines=['NS_TEST_SOURCEDIR="%s/test"' % bld.path.abspath()],
            rpath=[bld.bldnode.abspath()],
        )


def _build_in_tree(bld):
    import wutils

    _config_header(bld, _minor(wutils.VERSION))
    built = _ecg(bld)
    here = bld.path
    # ns-3 3.35 asks for C++11 unless it is told otherwise, and its Schedule takes no lambda.
    compat = here.find_node("model/iomt-compat.h").abspath()
    flags = ["-std=c++17", "-include", compat]

    module = bld.create_ns3_module("iomt", NS3)
    module.source = [node.path_from(here) for node in _sources(bld)]
    module.use.append("IOMT")
    module_test = bld.create_ns3_module_test_library("iomt")
    module_test.source = [node.path_from(here) for node in _tests(bld)]
    module_test.use.append("IOMT")
    for library in (module, module_test):
        library.env.append_value("CXXFLAGS", flags)
        library.env.append_value(
            "DEFINES",
            [
                'IOMT_SOURCE_DATA_DIR="%s/data"' % here.abspath(),
                'IOMT_BUILD_DATA_DIR="%s"' % built,
            ],
        )

    headers = bld(features="ns3header")
    headers.module = "iomt"
    headers.source = [node.path_from(here) for node in _headers(bld)]

    if bld.env["ENABLE_EXAMPLES"]:
        for example in _examples(bld):
            program = bld.create_ns3_program(example.name[:-3], ["iomt"])
            program.source = example.path_from(here)
            program.env.append_value("CXXFLAGS", flags)
