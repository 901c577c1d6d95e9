// SPDX-License-Identifier: GPL-2.0-only

// SenML against the examples of RFC 8428, 5.1 and 6, and what a reader must refuse.

#include "ns3/operation-counts.h"
#include "ns3/senml.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// RFC 8428, 6, figure 1: the CBOR form of the example of 5.1.3.
const char* const EXAMPLE =
    "87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a"
    "22fb41d303a15b00106223614120050067766f6c7461676501615602fb405e06"
    "6666666666a3006763757272656e74062402fb3ff3333333333333a300676375"
    "7272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3f"
    "f6666666666666a3006763757272656e74062102f93e00a3006763757272656e"
    "74062002fb3ff999999999999aa3006763757272656e74060002fb3ffb333333333333";

SenmlPack
ExamplePack()
{
    SenmlRecord voltage;
    voltage.baseName = "urn:dev:ow:10e2073a0108006:";
    voltage.baseTime = 1.276020076001e+09;
    voltage.baseUnit = "A";
    voltage.baseVersion = 5;
    voltage.name = "voltage";
    voltage.unit = "V";
    voltage.value = 120.1;
    SenmlPack pack{voltage};
    const double currents[] = {1.2, 1.3, 1.4, 1.5, 1.6, 1.7};
    for (int i = 0; i < 6; ++i)
    {
        SenmlRecord current;
        current.name = "current";
        current.time = i - 5;
        current.value = currents[i];
        pack.push_back(current);
    }
    return pack;
}

class SenmlExample : public TestCase
{
  public:
    SenmlExample()
        : TestCase("the RFC's CBOR example, octet for octet, and its resolved records")
    {
    }

  private:
    void DoRun() override
    {
        const OperationScope scope;
        const Bytes bytes = EncodeSenml(ExamplePack());
        NS_TEST_EXPECT_MSG_EQ(ToHex(bytes), EXAMPLE, "written");
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::CODEC_BYTE), bytes.size(), "counted");
        const auto pack = DecodeSenml(FromHex(EXAMPLE));
        NS_TEST_ASSERT_MSG_EQ(pack.has_value(), true, "read");
        NS_TEST_EXPECT_MSG_EQ((*pack == ExamplePack()), true, "read");
        // RFC 8428, 5.1.4, has the resolved form of a similar pack: full names, absolute times.
        const SenmlPack resolved = ResolveSenml(*pack);
        NS_TEST_ASSERT_MSG_EQ(resolved.size(), 7, "records");
        NS_TEST_EXPECT_MSG_EQ(*resolved[0].name, "urn:dev:ow:10e2073a0108006:voltage", "name");
        NS_TEST_EXPECT_MSG_EQ(*resolved[0].unit, "V", "own unit");
        NS_TEST_EXPECT_MSG_EQ(*resolved[1].unit, "A", "base unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(*resolved[1].time, 1276020071.001, 1e-6, "time");
        NS_TEST_EXPECT_MSG_EQ_TOL(*resolved[6].time, 1276020076.001, 1e-6, "time");
        NS_TEST_EXPECT_MSG_EQ(resolved[1].baseName.has_value(), false, "no base left");
    }
};

class SenmlFields : public TestCase
{
  public:
    SenmlFields()
        : TestCase("every field survives, base values are added")
    {
    }

  private:
    void DoRun() override
    {
        SenmlRecord base;
        base.baseName = "p1/";
        base.baseTime = 12.5;
        base.baseValue = 30;
        base.baseSum = 100;
        base.baseVersion = 10;
        SenmlRecord number;
        number.name = "t";
        number.unit = "Cel";
        number.value = 7.25;
        number.sum = 5;
        number.time = -0.5;
        number.updateTime = 60;
        SenmlRecord text;
        text.name = "s";
        text.stringValue = "é";
        SenmlRecord yes;
        yes.name = "b";
        yes.boolValue = true;
        SenmlRecord data;
        data.name = "d";
        data.dataValue = Bytes{0, 255};
        const SenmlPack pack{base, number, text, yes, data};
        const auto again = DecodeSenml(EncodeSenml(pack));
        NS_TEST_ASSERT_MSG_EQ(again.has_value(), true, "read");
        NS_TEST_EXPECT_MSG_EQ((*again == pack), true, "the same");
        const SenmlPack resolved = ResolveSenml(*again, 1000);
        NS_TEST_ASSERT_MSG_EQ(resolved.size(), 4, "a record of base fields only is none");
        NS_TEST_EXPECT_MSG_EQ(*resolved[0].value, 37.25, "base value");
        NS_TEST_EXPECT_MSG_EQ(*resolved[0].sum, 105, "base sum");
        NS_TEST_EXPECT_MSG_EQ(*resolved[0].time, 1012, "relative to now");
        NS_TEST_EXPECT_MSG_EQ(*resolved[3].name, "p1/d", "name");
    }
};

class SenmlRefusals : public TestCase
{
  public:
    SenmlRefusals()
        : TestCase("packs that break the RFC")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> examples[] = {
            {"80", ""},
            {"81a20061610201", ""},
            {"81a30061610201036162", "octet 1: more than one value in a record"},
            {"81a1006161", "octet 1: a record with neither value nor sum nor base field"},
            {"81a10201", "octet 1: name is empty or has characters other than A-Z a-z 0-9 -:./_"},
            {"81a20061200201",
             "octet 1: name is empty or has characters other than A-Z a-z 0-9 "
             "-:./_"},
            {"81a300616102010202", "octet 7: label 2 twice"},
            {"81a3200b0061610201", "octet 1: SenML version 11, not 10 or below"},
            {"81a3006161020162615f00", "octet 7: label 'a_' must be understood, and is not"},
            {"81a30061610201616100", ""},
            {"81a30061610201186300", ""},
            {"81a200616102f97e00", "octet 6: no finite number for v"},
            {"81a2006161026131", "octet 6: no number for v"},
            {"81a2006161020100", "octet 7: octets after the pack"},
            {"81a200616102", "octet 6: CBOR ends too early"},
            {"a0", "octet 0: not of the type of a pack"},
            {"8101", "octet 1: not of the type of a record"},
        };
        for (const auto& [hex, complaint] : examples)
        {
            std::string error;
            const auto pack = DecodeSenml(FromHex(hex), &error);
            NS_TEST_EXPECT_MSG_EQ(error, complaint, hex);
            NS_TEST_EXPECT_MSG_EQ(pack.has_value(), error.empty(), hex);
        }
        for (std::size_t length = 0; length < FromHex(EXAMPLE).size(); ++length)
        {
            Bytes cut = FromHex(EXAMPLE);
            cut.resize(length);
            NS_TEST_EXPECT_MSG_EQ(DecodeSenml(cut).has_value(), false, "cut at " << length);
        }
    }
};

class SenmlSuite : public TestSuite
{
  public:
    SenmlSuite()
        : TestSuite("iomt-senml", TestSuite::Type::UNIT)
    {
        AddTestCase(new SenmlExample);
        AddTestCase(new SenmlFields);
        AddTestCase(new SenmlRefusals);
    }
};

const SenmlSuite SUITE;

} // namespace
