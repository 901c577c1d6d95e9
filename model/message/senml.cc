// SPDX-License-Identifier: GPL-2.0-only

#include "senml.h"

#include "cbor.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace ns3::iomt
{

namespace
{

/// CBOR labels (RFC 8428, 6, table 4).
enum Label : int64_t
{
    BASE_VERSION = -1,
    BASE_NAME = -2,
    BASE_TIME = -3,
    BASE_UNIT = -4,
    BASE_VALUE = -5,
    BASE_SUM = -6,
    NAME = 0,
    UNIT = 1,
    VALUE = 2,
    STRING_VALUE = 3,
    BOOL_VALUE = 4,
    SUM = 5,
    TIME = 6,
    UPDATE_TIME = 7,
    DATA_VALUE = 8
};

/// Version this reads (RFC 8428, 4.1).
constexpr int64_t VERSION = 10;

auto
Tie(const SenmlRecord& r)
{
    return std::tie(r.baseName,
                    r.baseTime,
                    r.baseUnit,
                    r.baseValue,
                    r.baseSum,
                    r.baseVersion,
                    r.name,
                    r.unit,
                    r.value,
                    r.stringValue,
                    r.boolValue,
                    r.dataValue,
                    r.sum,
                    r.time,
                    r.updateTime);
}

int
Values(const SenmlRecord& r)
{
    return int(r.value.has_value()) + int(r.stringValue.has_value()) +
           int(r.boolValue.has_value()) + int(r.dataValue.has_value());
}

/// RFC 8428, 4.5.1.
bool
IsName(const std::string& name)
{
    const auto alphanumeric = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return !name.empty() && alphanumeric(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return alphanumeric(c) || c == '-' || c == ':' || c == '.' || c == '/' || c == '_';
           });
}

/// Writes the fields that are set, in the order of RFC 8428's example, and counts them.
class RecordWriter
{
  public:
    explicit RecordWriter(const SenmlRecord& r)
    {
        Text(BASE_NAME, r.baseName);
        Number(BASE_TIME, r.baseTime);
        Text(BASE_UNIT, r.baseUnit);
        Number(BASE_VALUE, r.baseValue);
        Number(BASE_SUM, r.baseSum);
        if (r.baseVersion)
        {
            Key(BASE_VERSION);
            m_fields.Int(*r.baseVersion);
        }
        Text(NAME, r.name);
        Text(UNIT, r.unit);
        Number(TIME, r.time);
        Number(UPDATE_TIME, r.updateTime);
        Number(VALUE, r.value);
        Text(STRING_VALUE, r.stringValue);
        if (r.boolValue)
        {
            Key(BOOL_VALUE);
            m_fields.Bool(*r.boolValue);
        }
        if (r.dataValue)
        {
            Key(DATA_VALUE);
            m_fields.Octets(*r.dataValue);
        }
        Number(SUM, r.sum);
    }

    void AppendTo(Bytes& bytes)
    {
        CborWriter header;
        header.Map(m_count);
        const Bytes map = header.Take();
        const Bytes fields = m_fields.Take();
        bytes.insert(bytes.end(), map.begin(), map.end());
        bytes.insert(bytes.end(), fields.begin(), fields.end());
    }

  private:
    void Key(Label label)
    {
        ++m_count;
        m_fields.Int(label);
    }

    void Text(Label label, const std::optional<std::string>& text)
    {
        if (text)
        {
            Key(label);
            m_fields.Text(*text);
        }
    }

    void Number(Label label, const std::optional<double>& number)
    {
        if (number)
        {
            Key(label);
            m_fields.Number(*number);
        }
    }

    CborWriter m_fields;
    std::size_t m_count{0};
};

void
ReadField(CborReader& reader, int64_t label, SenmlRecord& r)
{
    switch (label)
    {
    case BASE_VERSION:
        r.baseVersion = reader.Int("bver");
        break;
    case BASE_NAME:
        r.baseName = reader.Text("bn");
        break;
    case BASE_TIME:
        r.baseTime = reader.Number("bt");
        break;
    case BASE_UNIT:
        r.baseUnit = reader.Text("bu");
        break;
    case BASE_VALUE:
        r.baseValue = reader.Number("bv");
        break;
    case BASE_SUM:
        r.baseSum = reader.Number("bs");
        break;
    case NAME:
        r.name = reader.Text("n");
        break;
    case UNIT:
        r.unit = reader.Text("u");
        break;
    case VALUE:
        r.value = reader.Number("v");
        break;
    case STRING_VALUE:
        r.stringValue = reader.Text("vs");
        break;
    case BOOL_VALUE:
        r.boolValue = reader.Bool("vb");
        break;
    case SUM:
        r.sum = reader.Number("s");
        break;
    case TIME:
        r.time = reader.Number("t");
        break;
    case UPDATE_TIME:
        r.updateTime = reader.Number("ut");
        break;
    case DATA_VALUE:
        r.dataValue = reader.Octets("vd");
        break;
    default:
        reader.Skip();
    }
}

SenmlRecord
ReadRecord(CborReader& reader)
{
    SenmlRecord record;
    std::set<int64_t> labels;
    std::set<std::string> names;
    CborItem map = reader.Map("a record");
    while (reader.More(map))
    {
        const std::size_t offset = reader.Offset();
        if (reader.Peek() == CborKind::TEXT)
        {
            const std::string name = reader.Text("a label");
            if (!names.insert(name).second)
            {
                throw CborError(offset, "label '" + name + "' twice");
            }
            if (!name.empty() && name.back() == '_')
            {
                throw CborError(offset, "label '" + name + "' must be understood, and is not");
            }
            reader.Skip();
            continue;
        }
        const int64_t label = reader.Int("a label");
        if (!labels.insert(label).second)
        {
            throw CborError(offset, "label " + std::to_string(label) + " twice");
        }
        ReadField(reader, label, record);
    }
    return record;
}

void
CheckRecord(const SenmlRecord& r, const std::string& baseName, std::size_t offset)
{
    if (r.baseVersion && (*r.baseVersion < 0 || *r.baseVersion > VERSION))
    {
        throw CborError(offset,
                        "SenML version " + std::to_string(*r.baseVersion) + ", not " +
                            std::to_string(VERSION) + " or below");
    }
    if (Values(r) > 1)
    {
        throw CborError(offset, "more than one value in a record");
    }
    if (Values(r) == 0 && !r.sum)
    {
        const bool base =
            r.baseName || r.baseTime || r.baseUnit || r.baseValue || r.baseSum || r.baseVersion;
        if (!base)
        {
            throw CborError(offset, "a record with neither value nor sum nor base field");
        }
        return;
    }
    if (!IsName(baseName + r.name.value_or("")))
    {
        throw CborError(offset, "name is empty or has characters other than A-Z a-z 0-9 -:./_");
    }
}

} // namespace

bool
SenmlRecord::operator==(const SenmlRecord& other) const
{
    return Tie(*this) == Tie(other);
}

Bytes
EncodeSenml(const SenmlPack& pack)
{
    CborWriter header;
    header.Array(pack.size());
    Bytes bytes = header.Take();
    for (const SenmlRecord& record : pack)
    {
        RecordWriter(record).AppendTo(bytes);
    }
    RunningOperations().Add(Operation::CODEC_BYTE, bytes.size());
    return bytes;
}

std::optional<SenmlPack>
DecodeSenml(const Bytes& bytes, std::string* error)
{
    RunningOperations().Add(Operation::CODEC_BYTE, bytes.size());
    try
    {
        SenmlPack pack;
        std::string baseName;
        CborReader reader(bytes);
        CborItem array = reader.Array("a pack");
        while (reader.More(array))
        {
            const std::size_t offset = reader.Offset();
            pack.push_back(ReadRecord(reader));
            baseName = pack.back().baseName.value_or(baseName);
            CheckRecord(pack.back(), baseName, offset);
        }
        if (!reader.AtEnd())
        {
            throw CborError(reader.Offset(), "octets after the pack");
        }
        return pack;
    }
    catch (const CborError& broken)
    {
        if (error != nullptr)
        {
            *error = broken.what();
        }
        return std::nullopt;
    }
}

SenmlPack
ResolveSenml(const SenmlPack& pack, double now)
{
    // Times below this are relative to now (RFC 8428, 4.5.3).
    constexpr double ABSOLUTE_TIME = 268435456.0;
    SenmlPack resolved;
    SenmlRecord base;
    for (const SenmlRecord& record : pack)
    {
        base.baseName = record.baseName ? record.baseName : base.baseName;
        base.baseTime = record.baseTime ? record.baseTime : base.baseTime;
        base.baseUnit = record.baseUnit ? record.baseUnit : base.baseUnit;
        base.baseValue = record.baseValue ? record.baseValue : base.baseValue;
        base.baseSum = record.baseSum ? record.baseSum : base.baseSum;
        if (Values(record) == 0 && !record.sum)
        {
            continue;
        }
        SenmlRecord out = record;
        out.baseName = out.baseUnit = std::nullopt;
        out.baseTime = out.baseValue = out.baseSum = std::nullopt;
        out.baseVersion = std::nullopt;
        out.name = base.baseName.value_or("") + record.name.value_or("");
        out.unit = record.unit ? record.unit : base.baseUnit;
        const double time = base.baseTime.value_or(0) + record.time.value_or(0);
        out.time = time < ABSOLUTE_TIME ? now + time : time;
        if (out.value)
        {
            *out.value += base.baseValue.value_or(0);
        }
        if (out.sum)
        {
            *out.sum += base.baseSum.value_or(0);
        }
        resolved.push_back(std::move(out));
    }
    return resolved;
}

} // namespace ns3::iomt
