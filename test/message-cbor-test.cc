// SPDX-License-Identifier: GPL-2.0-only

// CBOR against the examples of RFC 8949, appendix A, and what a reader must refuse.

#include "ns3/cbor.h"
#include "ns3/test.h"

#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

std::string
Written(const std::function<void(CborWriter&)>& write)
{
    CborWriter writer;
    write(writer);
    return ToHex(writer.Take());
}

std::string
Complaint(const char* hex)
{
    const Bytes bytes = FromHex(hex);
    CborReader reader(bytes);
    try
    {
        reader.Skip();
        return reader.AtEnd() ? "" : "more";
    }
    catch (const CborError& error)
    {
        return error.what();
    }
}

class CborIntegers : public TestCase
{
  public:
    CborIntegers()
        : TestCase("integers of appendix A, written and read")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<int64_t, const char*> examples[] = {
            {0, "00"},
            {10, "0a"},
            {23, "17"},
            {24, "1818"},
            {100, "1864"},
            {1000, "1903e8"},
            {1000000, "1a000f4240"},
            {1000000000000, "1b000000e8d4a51000"},
            {-1, "20"},
            {-10, "29"},
            {-100, "3863"},
            {-1000, "3903e7"},
            {std::numeric_limits<int64_t>::min(), "3b7fffffffffffffff"},
        };
        for (const auto& [value, hex] : examples)
        {
            const int64_t number = value;
            NS_TEST_EXPECT_MSG_EQ(Written([=](CborWriter& w) { w.Int(number); }), hex, number);
            const Bytes bytes = FromHex(hex);
            CborReader reader(bytes);
            NS_TEST_EXPECT_MSG_EQ(reader.Int("it"), number, hex);
            NS_TEST_EXPECT_MSG_EQ(reader.AtEnd(), true, hex);
        }
        NS_TEST_EXPECT_MSG_EQ(
            Written([](CborWriter& w) { w.Uint(std::numeric_limits<uint64_t>::max()); }),
            "1bffffffffffffffff",
            "largest");
    }
};

class CborNumbers : public TestCase
{
  public:
    CborNumbers()
        : TestCase("floats of appendix A in their shortest form")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<double, const char*> examples[] = {
            {-0.0, "f98000"},
            {1.5, "f93e00"},
            {1.1, "fb3ff199999999999a"},
            {3.4028234663852886e+38, "fa7f7fffff"},
            {1.0e+300, "fb7e37e43c8800759c"},
            {5.960464477539063e-8, "f90001"},
            {0.00006103515625, "f90400"},
            {-4.1, "fbc010666666666666"},
            {0.1F, "fa3dcccccd"},
            {65504.5, "fa477fe080"},
            {100000.0, "1a000186a0"}, // an integer, though appendix A has it as a float
        };
        for (const auto& [value, hex] : examples)
        {
            const double number = value;
            NS_TEST_EXPECT_MSG_EQ(Written([=](CborWriter& w) { w.Number(number); }), hex, number);
            const Bytes bytes = FromHex(hex);
            CborReader reader(bytes);
            NS_TEST_EXPECT_MSG_EQ(reader.Number("it"), number, hex);
        }
        // RFC 8949, 3.4.4: 273.15 as a decimal fraction.
        const Bytes fraction = FromHex("c48221196ab3");
        CborReader reader(fraction);
        const double kelvin = reader.Number("it"); // the macro evaluates its argument twice
        NS_TEST_EXPECT_MSG_EQ_TOL(kelvin, 273.15, 1e-9, "decimal fraction");
        for (const char* infinite :
             {"f97c00", "f97e00", "fa7f800000", "fbfff0000000000000", "c4821a7fffffff01"})
        {
            const Bytes bytes = FromHex(infinite);
            CborReader refusing(bytes);
            bool refused = false;
            try
            {
                refusing.Number("it");
            }
            catch (const CborError&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, infinite);
        }
    }
};

class CborStrings : public TestCase
{
  public:
    CborStrings()
        : TestCase("strings and containers of appendix A")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(Written([](CborWriter& w) { w.Text("IETF"); }), "6449455446", "text");
        NS_TEST_EXPECT_MSG_EQ(Written([](CborWriter& w) {
                                  w.Octets({1, 2, 3, 4});
                              }),
                              "4401020304",
                              "octets");
        NS_TEST_EXPECT_MSG_EQ(Written([](CborWriter& w) {
                                  w.Map(2);
                                  w.Text("a");
                                  w.Int(1);
                                  w.Text("b");
                                  w.Array(2);
                                  w.Int(2);
                                  w.Bool(false);
                              }),
                              "a261610161628202f4",
                              "nested");
        const Bytes chunked = FromHex("7f657374726561646d696e67ff5f42010243030405ff");
        CborReader reader(chunked);
        NS_TEST_EXPECT_MSG_EQ(reader.Text("it"), "streaming", "text in chunks");
        NS_TEST_EXPECT_MSG_EQ(ToHex(reader.Octets("it")), "0102030405", "octets in chunks");
        const Bytes indefinite = FromHex("9f018202039f0405ffff");
        CborReader array(indefinite);
        CborItem outer = array.Array("it");
        int items = 0;
        for (; array.More(outer); ++items)
        {
            array.Skip();
        }
        NS_TEST_EXPECT_MSG_EQ(items, 3, "indefinite array");
        NS_TEST_EXPECT_MSG_EQ(array.AtEnd(), true, "indefinite array");
        NS_TEST_EXPECT_MSG_EQ(Complaint("bf61610161629f0203ffff"), "", "indefinite map");
        NS_TEST_EXPECT_MSG_EQ(Complaint("c074323031332d30332d32315432303a30343a30305a"), "", "tag");
    }
};

class CborRefusals : public TestCase
{
  public:
    CborRefusals()
        : TestCase("what is no CBOR, at which octet")
    {
    }

  private:
    void DoRun() override
    {
        const std::pair<const char*, const char*> examples[] = {
            {"", "octet 0: CBOR ends too early"},
            {"19", "octet 0: CBOR ends too early"},
            {"820102", ""},
            {"8201", "octet 2: CBOR ends too early"},
            {"4501020304", "octet 0: CBOR ends too early"},
            {"5bffffffffffffffff00", "octet 0: CBOR ends too early"},
            {"9bffffffffffffffff00", "octet 10: CBOR ends too early"},
            {"1c", "octet 0: not CBOR"},
            {"ff", "octet 0: a break outside of anything it could end"},
            {"bf01ff", "octet 2: a break outside of anything it could end"},
            {"5f6161ff", "octet 1: not a chunk of the string it is in"},
            {"61ff", "octet 0: text is not UTF-8"},
            {"62c080", "octet 0: text is not UTF-8"},
            {"63eda080", "octet 0: text is not UTF-8"},
            {"62c3a9", ""},
        };
        for (const auto& [hex, complaint] : examples)
        {
            NS_TEST_EXPECT_MSG_EQ(Complaint(hex), complaint, hex);
        }
        std::string deep;
        for (int i = 0; i < 100000; ++i)
        {
            deep += "81";
        }
        NS_TEST_EXPECT_MSG_EQ(Complaint(deep.c_str()), "octet 17: nested too deeply", "deep");
    }
};

class CborSuite : public TestSuite
{
  public:
    CborSuite()
        : TestSuite("iomt-cbor", TestSuite::Type::UNIT)
    {
        AddTestCase(new CborIntegers);
        AddTestCase(new CborNumbers);
        AddTestCase(new CborStrings);
        AddTestCase(new CborRefusals);
    }
};

const CborSuite SUITE;

} // namespace
